using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// Dr. GRPO: GRPO done right (Liu et al. 2025, arXiv 2503.20783). Rewards are centered but not divided by their standard deviation,
/// and token losses are summed and divided by a constant, so that neither easy prompts nor long wrong answers are favored.
/// </summary>
[Component("dr-grpo")]
internal sealed class DrGrpo(DrGrpoOptions options) : ISurrogate
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
        var advantages = batch.GroupAdvantages(Terms.Rewards(batch), AdvantageScale.None).unsqueeze(1);
        return Terms.ClippedTokenLoss(batch, options, advantages, tokens => batch.SumOverTokens(tokens).mean() / Constant.Of(options.MaxTokens));
    }
}

/// <summary>Options of <c>dr-grpo</c>.</summary>
internal sealed record DrGrpoOptions : ClippedOptions
{
    /// <summary>No KL, as in the paper; if any, as in GRPO.</summary>
    public DrGrpoOptions() => (Kl, KlIn) = (KlEstimator.K3, KlPlace.Loss);

    /// <summary>
    /// The constant, in tokens, that each completion's summed loss is divided by: the rollouts' token limit, as in the paper.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxTokens { get; init; } = 256;
}
