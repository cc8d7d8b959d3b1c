using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// DAPO's loss: decoupled clip and dynamic sampling policy optimization (Yu et al. 2025, arXiv 2503.14476). GRPO without KL, with a
/// wider clip above, averaged over all tokens of the batch. Its overlong penalty is the reward <c>soft-overlong</c>; its dynamic
/// sampling is an affair of the rollouts.
/// </summary>
[Component("dapo")]
internal sealed class Dapo(DapoOptions options) : IPolicyGradientAlgorithm
{
    /// <inheritdoc/>
    public AlgorithmNeeds Needs => AlgorithmNeeds.Behavior | AlgorithmNeeds.Groups;

    /// <inheritdoc/>
    public string DataReason => "its clipped ratio divides by the behavior policy; agro takes such data";

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var advantages = batch.GroupAdvantages(AdvantageScale.Group).unsqueeze(1);
        var ratio = batch.LogRatioToBehavior.exp();
        var surrogate = new ClippedSurrogate(options.ClipLow, options.ClipHigh);
        return new PolicyLoss(batch.MeanOverAllTokens(surrogate.Loss(ratio, advantages)))
        {
            Metrics = surrogate.Metrics(ratio, advantages, batch.MeanOverAllTokens),
        };
    }
}

/// <summary>Options of <c>dapo</c>.</summary>
internal sealed record DapoOptions
{
    /// <summary>Token ratios are clipped from below at 1 - clip_low. The paper's 0.2.</summary>
    [Range(0, 1)]
    public double ClipLow { get; init; } = 0.2;

    /// <summary>Token ratios are clipped from above at 1 + clip_high. The paper's 0.28.</summary>
    [Range(0, double.MaxValue)]
    public double ClipHigh { get; init; } = 0.28;
}
