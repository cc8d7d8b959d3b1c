using System.Collections.Immutable;
using System.Globalization;

namespace Agro.Models.Lora;

/// <summary>
/// Which projections of a policy have low-rank adapters (LoRA, Hu et al., arXiv 2106.09685), and how large those are: a projection W
/// with an adapter gives <c>W x + scale B A x</c>, with A <c>[rank, in]</c> and B <c>[out, rank]</c>.
/// </summary>
public sealed record LoraConfig
{
    /// <summary>The rank of the adapters, at least 1.</summary>
    public required int Rank { get; init; }

    /// <summary>The adapters' weight, as a multiple of the rank.</summary>
    public required double Alpha { get; init; }

    /// <summary>Whether alpha is divided by the rank's root instead of the rank (Kalajdzievski, arXiv 2312.03732).</summary>
    public bool UseRslora { get; init; }

    /// <summary>The projections with adapters, by their names in the Hugging Face model, in the order of a forward pass.</summary>
    public required ImmutableArray<string> Modules { get; init; }

    /// <summary>What an adapter's output is multiplied by.</summary>
    public double Scale => Alpha / (UseRslora ? Math.Sqrt(Rank) : Rank);

    /// <summary>Finds what tells these adapters from others.</summary>
    /// <param name="other">The others.</param>
    /// <returns>The first setting that differs, such as <c>rank is 8, not 16</c>; null when the weights can be exchanged.</returns>
    public string? DifferenceFrom(LoraConfig other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Rank != other.Rank) return $"rank is {other.Rank}, not {Rank}";
        if (Scale != other.Scale) return string.Create(CultureInfo.InvariantCulture, $"scale is {other.Scale}, not {Scale}");
        if (Modules.Except(other.Modules).FirstOrDefault() is { } missing) return $"{missing} has no adapter";
        return other.Modules.Except(Modules).FirstOrDefault() is { } unexpected ? $"{unexpected} has an adapter" : null;
    }
}
