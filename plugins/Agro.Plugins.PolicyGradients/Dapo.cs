namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// DAPO's loss: decoupled clip and dynamic sampling policy optimization (Yu et al. 2025, arXiv 2503.14476). GRPO without KL, with a
/// wider clip above, averaged over all tokens of the batch. Its overlong penalty is the reward <c>soft-overlong</c>; its dynamic
/// sampling is an affair of the rollouts.
/// </summary>
[Component("dapo")]
internal sealed class Dapo(DapoOptions options) : ISurrogate
{
    /// <inheritdoc/>
    public SurrogateTerms Terms { get; } = new(options);

    /// <inheritdoc/>
    public AlgorithmNeeds Needs => AlgorithmNeeds.Behavior | AlgorithmNeeds.Groups | Terms.Needs;

    /// <inheritdoc/>
    public string DataReason => "its clipped ratio divides by the behavior policy; agro takes such data";

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var advantages = batch.GroupAdvantages(Terms.Rewards(batch), AdvantageScale.Group).unsqueeze(1);
        var ratio = Terms.Correction.LogRatios(batch).exp();
        var surrogate = ClippedSurrogate.Of(options);
        var correction = Terms.Correction.Of(batch, logRatios => logRatios);
        var perToken = correction.Apply(surrogate.Loss(ratio, advantages));
        return Terms.Complete(
            batch,
            batch.MeanOverAllTokens(perToken),
            batch.MeanOverAllTokens,
            [.. surrogate.Metrics(ratio, advantages, batch.MeanOverAllTokens), .. correction.Metrics(batch.MeanOverAllTokens)]);
    }
}

/// <summary>Options of <c>dapo</c>.</summary>
internal sealed record DapoOptions : ClippedOptions
{
    /// <summary>The paper's clip, and no KL; if any, as in GRPO.</summary>
    public DapoOptions() => (ClipHigh, Kl, KlIn) = (0.28, KlEstimator.K3, KlPlace.Loss);
}
