namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// GSPO: group sequence policy optimization (Zheng et al. 2025, arXiv 2507.18071). GRPO whose importance ratio is one number per
/// completion, the geometric mean of its tokens' ratios, clipped as a whole.
/// </summary>
[Component("gspo")]
internal sealed class Gspo(GspoOptions options) : ISurrogate
{
    /// <inheritdoc/>
    public SurrogateTerms Terms { get; } = new(options);

    /// <inheritdoc/>
    public AlgorithmNeeds Needs => AlgorithmNeeds.Behavior | AlgorithmNeeds.Groups | Terms.Needs;

    /// <inheritdoc/>
    public string DataReason => ClippedSurrogate.DataReason;

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var advantages = batch.GroupAdvantages(Terms.Rewards(batch), AdvantageScale.Group);
        return Terms.ClippedCompletionLoss(batch, ClippedSurrogate.Of(options), advantages, batch.MeanOverTokens);
    }
}

/// <summary>Options of <c>gspo</c>.</summary>
internal sealed record GspoOptions : ClippedOptions
{
    /// <summary>The paper's clip, and no KL; if any, as in GRPO.</summary>
    public GspoOptions() => (ClipLow, ClipHigh, Kl, KlIn) = (3e-4, 4e-4, KlEstimator.K3, KlPlace.Loss);
}
