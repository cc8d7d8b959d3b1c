using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// GRPO: group relative policy optimization (Shao et al. 2024, DeepSeekMath, arXiv 2402.03300). Advantages are rewards standardized
/// within the group, importance ratios are per token and clipped, the KL to the reference policy is a term of the loss. The other
/// normalizations in use are options.
/// </summary>
[Component("grpo")]
internal sealed class Grpo(GrpoOptions options) : IPolicyGradientAlgorithm
{
    /// <inheritdoc/>
    public AlgorithmNeeds Needs =>
        AlgorithmNeeds.Behavior | AlgorithmNeeds.Groups | (options.Beta > 0 ? AlgorithmNeeds.Reference : AlgorithmNeeds.None);

    /// <inheritdoc/>
    public string DataReason => "its clipped ratio divides by the behavior policy; agro takes such data";

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var advantages = batch.GroupAdvantages(options.Scale, options.StdEpsilon).unsqueeze(1);
        var ratio = batch.LogRatioToBehavior.exp();
        var surrogate = new ClippedSurrogate(options.ClipLow, options.ClipHigh);
        var perToken = surrogate.Loss(ratio, advantages);
        if (options.Beta > 0) perToken += Constant.Of(options.Beta) * KullbackLeibler.PerToken(batch.LogRatioToReference, options.Kl);
        return new PolicyLoss(batch.Average(perToken, options.Mean))
        {
            Metrics = surrogate.Metrics(ratio, advantages, batch.MeanOverAllTokens),
        };
    }
}

/// <summary>Options of <c>grpo</c>.</summary>
internal sealed record GrpoOptions
{
    /// <summary>Token ratios are clipped from below at 1 - clip_low. The paper's 0.2.</summary>
    [Range(0, 1)]
    public double ClipLow { get; init; } = 0.2;

    /// <summary>Token ratios are clipped from above at 1 + clip_high. The paper's 0.2; DAPO raises it to 0.28.</summary>
    [Range(0, double.MaxValue)]
    public double ClipHigh { get; init; } = 0.2;

    /// <summary>
    /// KL coefficient in the loss, in units of advantage per nat; 0 for none (then no reference policy is needed). The paper's 0.04.
    /// </summary>
    [Range(0, double.MaxValue)]
    public double Beta { get; init; } = 0.04;

    /// <summary>Which estimate of the KL the loss holds: <c>k1</c>, <c>k2</c> or the paper's <c>k3</c>.</summary>
    public KlEstimator Kl { get; init; } = KlEstimator.K3;

    /// <summary>
    /// What centered rewards are divided by: <c>group</c> (the group's standard deviation, as in the paper), <c>batch</c> (that of
    /// all rewards) or <c>none</c>.
    /// </summary>
    public AdvantageScale Scale { get; init; } = AdvantageScale.Group;

    /// <summary>Added to the standard deviation, in units of reward. TRL's 1e-4; verl and NeMo-RL have 1e-6.</summary>
    [Range(0, double.MaxValue)]
    public double StdEpsilon { get; init; } = 1e-4;

    /// <summary>
    /// How tokens are averaged: <c>sequence</c> (the mean over completions of their token means, as in the paper) or <c>token</c>
    /// (the mean over all tokens of the batch, as in DAPO).
    /// </summary>
    public LossMean Mean { get; init; } = LossMean.Sequence;
}
