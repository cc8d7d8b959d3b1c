using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.DataSources.Mixtures;

/// <summary>Options of <c>mixture</c>.</summary>
internal sealed record MixtureOptions
{
    /// <summary>What is mixed.</summary>
    [MinLength(1)]
    public required IReadOnlyList<MixturePart> Sources { get; init; }

    /// <summary>Whether prompts come by the <c>weights</c>, without end, or each of every source <c>once</c>, one source after another.</summary>
    public MixtureOrder Order { get; init; } = MixtureOrder.Weights;

    /// <summary>How many prompts there are by the weights; endless when left out.</summary>
    [Range(1, long.MaxValue)]
    public long? Count { get; init; }

    /// <summary>Decides which source's turn it is and the order within each.</summary>
    public long Seed { get; init; }
}

/// <summary>How the prompts of a mixture follow one another.</summary>
internal enum MixtureOrder
{
    /// <summary>By the weights, without end: each source starts again, in another order, when all of it was taken.</summary>
    Weights,

    /// <summary>Each prompt of every source once, the first source's first; weights play no part. For evaluation.</summary>
    Once,
}
