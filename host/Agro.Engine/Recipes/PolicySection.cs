using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;

namespace Agro.Engine.Recipes;

/// <summary>The model that is trained.</summary>
public sealed record PolicySection
{
    /// <summary>
    /// A folder with <c>config.json</c>, <c>tokenizer.json</c> and, unless <see cref="Init"/> is random, weights in safetensors; or one with
    /// adapters in PEFT's layout, which names the folder of their model.
    /// </summary>
    [PathOption]
    public required string Model { get; init; }

    /// <summary>
    /// A chat template in Jinja that prompts which are conversations are rendered with, instead of the one in the model's folder.
    /// Checkpoints have it too.
    /// </summary>
    [PathOption]
    public string? ChatTemplate { get; init; }

    /// <summary>Where the weights come from.</summary>
    public PolicyInit Init { get; init; }

    /// <summary>Trains adapters instead of the whole policy; left out, everything is trained, or the adapters that the model's folder holds.</summary>
    public LoraSection? Lora { get; init; }

    /// <summary>The type that weights are kept and computed in.</summary>
    public PolicyDtype Dtype { get; init; }

    /// <summary>What computes: auto (a GPU where there is one), cpu, cuda, or cuda:N for GPU number N counted from 0.</summary>
    [RegularExpression("auto|cpu|cuda(:[0-9]+)?", ErrorMessage = "must be auto, cpu, cuda or cuda:N")]
    public string Device { get; init; } = "auto";
}

/// <summary>Where a policy's weights come from.</summary>
public enum PolicyInit
{
    /// <summary>The model's weights.</summary>
    Pretrained,

    /// <summary>Drawn at random from the recipe's seed; only the model's configuration and tokenizer are read.</summary>
    Random,
}

/// <summary>The type of a policy's weights.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "They are types, by the names that the field knows.")]
public enum PolicyDtype
{
    /// <summary>32-bit floating point.</summary>
    Float32,

    /// <summary>16-bit floating point with the range of 32 bits.</summary>
    Bfloat16,

    /// <summary>64-bit floating point, for checks of small models.</summary>
    Float64,
}
