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
    public string DataReason => ClippedSurrogate.DataReason;

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var advantages = batch.GroupAdvantages(Terms.Rewards(batch), AdvantageScale.Group).unsqueeze(1);
        return Terms.ClippedTokenLoss(batch, options, advantages, batch.MeanOverAllTokens);
    }
}

/// <summary>Options of <c>dapo</c>.</summary>
internal sealed record DapoOptions : ClippedOptions
{
    /// <summary>The paper's clip, and no KL; if any, as in GRPO.</summary>
    public DapoOptions() => (ClipHigh, Kl, KlIn) = (0.28, KlEstimator.K3, KlPlace.Loss);
}
