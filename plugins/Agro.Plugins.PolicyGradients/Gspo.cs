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
        var ratio = batch.MeanOverTokens(Terms.Correction.LogRatios(batch)).exp();
        var surrogate = ClippedSurrogate.Of(options);
        var correction = Terms.Correction.Of(batch, batch.MeanOverTokens);
        var perCompletion = correction.Apply(surrogate.Loss(ratio, advantages));
        return Terms.Complete(
            batch,
            perCompletion.mean(),
            tokens => batch.MeanOverTokens(tokens).mean(),
            [.. surrogate.Metrics(ratio, advantages, values => values.mean()), .. correction.Metrics(values => values.mean())]);
    }
}

/// <summary>Options of <c>gspo</c>.</summary>
internal sealed record GspoOptions : ClippedOptions
{
    /// <summary>The paper's clip, and no KL; if any, as in GRPO.</summary>
    public GspoOptions() => (ClipLow, ClipHigh, Kl, KlIn) = (3e-4, 4e-4, KlEstimator.K3, KlPlace.Loss);
}
