using Agro.Models.Weights;
using static TorchSharp.torch;

namespace Agro.Models;

/// <summary>What an export writes.</summary>
public sealed record PolicyExportOptions
{
    /// <summary>The type of the weights; null for that which they have.</summary>
    public ScalarType? Type { get; init; }

    /// <summary>Whether adapters are merged into the model that they are for.</summary>
    public bool Merge { get; init; }

    /// <summary>The folder of the model that adapters are for; null for the one that they name.</summary>
    public string? BaseModel { get; init; }

    /// <summary>The longest file, in bytes of tensors.</summary>
    internal long LongestFile { get; init; } = ModelWeightsWriter.LongestFile;
}
