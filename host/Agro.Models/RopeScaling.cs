namespace Agro.Models;

/// <summary>How rotary frequencies are changed so that a model takes longer sequences than it was first trained on.</summary>
public enum RopeScalingKind
{
    /// <summary>Every frequency divided by the factor (Chen et al., arXiv 2306.15595).</summary>
    Linear,

    /// <summary>Low frequencies divided by the factor, high ones kept, those between blended: Llama 3.1 (arXiv 2407.21783).</summary>
    Llama3,

    /// <summary>A ramp between divided and kept frequencies, and larger queries and keys: YaRN (Peng et al., arXiv 2309.00071).</summary>
    Yarn,
}

/// <summary>A <c>rope_scaling</c>.</summary>
/// <param name="Kind">How it scales.</param>
/// <param name="Factor">How many times longer the sequences become; at least 1.</param>
public sealed record RopeScaling(RopeScalingKind Kind, double Factor)
{
    /// <summary>The longest sequence before scaling; of llama3 and yarn.</summary>
    public int OriginalPositions { get; init; }

    /// <summary>Llama3: a wave that turns less often than this within the original positions is divided by the factor.</summary>
    public double LowFrequencyFactor { get; init; } = 1;

    /// <summary>Llama3: a wave that turns more often than this within the original positions is kept.</summary>
    public double HighFrequencyFactor { get; init; } = 4;

    /// <summary>YaRN: above this many turns within the original positions a frequency is kept.</summary>
    public double BetaFast { get; init; } = 32;

    /// <summary>YaRN: below this many turns within the original positions a frequency is divided.</summary>
    public double BetaSlow { get; init; } = 1;

    /// <summary>YaRN: whether the ends of the ramp are whole dimensions.</summary>
    public bool Truncate { get; init; } = true;

    /// <summary>YaRN: what multiplies queries and keys; null for <c>0.1 ln(factor) + 1</c>.</summary>
    public double? AttentionFactor { get; init; }
}
