using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// GRPO: group relative policy optimization (Shao et al. 2024, DeepSeekMath, arXiv 2402.03300). Advantages are rewards standardized
/// within the group, importance ratios are per token and clipped, the KL to the reference policy is a term of the loss. The other
/// normalizations in use are options.
/// </summary>
[Component("grpo")]
internal sealed class Grpo(GrpoOptions options) : ISurrogate
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
        var advantages = batch.GroupAdvantages(Terms.Rewards(batch), options.Scale, options.StdEpsilon).unsqueeze(1);
        return Terms.ClippedTokenLoss(batch, options, advantages, tokens => batch.Average(tokens, options.Mean));
    }
}

/// <summary>Options of <c>grpo</c>.</summary>
internal sealed record GrpoOptions : ClippedOptions
{
    /// <summary>The paper's KL: 0.04 of k3 in the loss.</summary>
    public GrpoOptions() => (Beta, Kl, KlIn) = (0.04, KlEstimator.K3, KlPlace.Loss);

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
