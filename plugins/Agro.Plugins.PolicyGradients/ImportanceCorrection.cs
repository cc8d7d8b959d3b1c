using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>How the loss is corrected for data of another policy.</summary>
internal enum CorrectionKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Truncated importance sampling: weighted by the ratio, clamped to the bounds.</summary>
    Tis,

    /// <summary>IcePop: weighted by the ratio, and dropped where it is outside the bounds.</summary>
    Icepop,

    /// <summary>Weighted by the ratio; completions whose geometric mean ratio is outside the bounds are dropped.</summary>
    SequenceMask,
}

/// <summary>
/// Constant weights that correct a loss for data of another policy, by the ratio (policy before the step's first update / behavior
/// policy). Where a loss is corrected, the surrogate's own ratio starts from that same policy instead of from the behavior policy
/// (decoupled PPO, Hilton et al. 2021, arXiv 2110.00641), so that no difference is paid for twice.
/// </summary>
internal sealed class ImportanceCorrection
{
    private readonly CorrectionKind _kind;
    private readonly double _min;
    private readonly double _max;

    /// <summary>Makes the correction that options describe.</summary>
    /// <param name="options">Kind and bounds.</param>
    public ImportanceCorrection(SurrogateOptions options)
    {
        var (min, max) = options.Correction switch
        {
            CorrectionKind.Icepop => (0.5, 5.0),
            CorrectionKind.SequenceMask => (0.999, 1.002),
            _ => (0.0, 2.0),
        };
        (_kind, _min, _max) = (options.Correction, options.CorrectionMin ?? min, options.CorrectionMax ?? max);
    }

    /// <summary>Whether there is a correction.</summary>
    public bool IsOn => _kind != CorrectionKind.None;

    /// <summary>What the correction needs.</summary>
    public AlgorithmNeeds Needs => IsOn ? AlgorithmNeeds.Behavior : AlgorithmNeeds.None;

    /// <summary>
    /// The log-ratios of the surrogate, <c>[B, T]</c>, with gradient: to the behavior policy, or to what the correction leaves.
    /// </summary>
    /// <param name="batch">The batch.</param>
    public Tensor LogRatios(PolicyBatch batch) => IsOn ? (batch.LogProbs - batch.Old) * batch.Mask : batch.LogRatioToBehavior;

    /// <summary>The weights of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="level">
    /// Makes log-ratios of the loss's shape, <c>[B, T]</c> or <c>[B]</c>, from those of the tokens, <c>[B, T]</c>.
    /// </param>
    public CorrectionWeights Of(PolicyBatch batch, Func<Tensor, Tensor> level)
    {
        if (!IsOn) return new(null);
        var logRatio = (batch.Old - batch.Behavior) * batch.Mask;
        return new(Weights(level(logRatio).exp(), batch.MeanOverTokens(logRatio).exp()));
    }

    private Tensor Weights(Tensor ratio, Tensor geometricMean) => _kind switch
    {
        CorrectionKind.Tis => ratio.clamp(Constant.Of(_min), Constant.Of(_max)),
        CorrectionKind.Icepop => ratio * IsWithin(ratio),
        _ => ratio * (ratio.dim() > 1 ? IsWithin(geometricMean).unsqueeze(1) : IsWithin(geometricMean)),
    };

    private Tensor IsWithin(Tensor ratio) => ((ratio >= Constant.Of(_min)) & (ratio <= Constant.Of(_max))).to_type(ratio.dtype);
}

/// <summary>Constant weights of a loss.</summary>
/// <param name="Weights"><c>[B, T]</c> or <c>[B]</c>; null for 1 everywhere.</param>
internal sealed record CorrectionWeights(Tensor? Weights)
{
    /// <summary>Weighs a loss.</summary>
    /// <param name="loss">A loss of the weights' shape.</param>
    public Tensor Apply(Tensor loss) => Weights is { } weights ? loss * weights : loss;

    /// <summary>The mean weight, and the share of the data that has none.</summary>
    /// <param name="mean">Averages a tensor of the weights' shape.</param>
    public IEnumerable<KeyValuePair<string, double>> Metrics(Func<Tensor, Tensor> mean) => Weights is not { } weights ? [] :
    [
        new("correction/mean", mean(weights).ToDouble()),
        new("correction/dropped", mean(weights.eq(Constant.Of(0)).to_type(weights.dtype)).ToDouble()),
    ];
}
