using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// Dr. GRPO: GRPO done right (Liu et al. 2025, arXiv 2503.20783). Rewards are centered but not divided by their standard deviation,
/// and token losses are summed and divided by a constant, so that neither easy prompts nor long wrong answers are favored.
/// </summary>
[Component("dr-grpo")]
internal sealed class DrGrpo(DrGrpoOptions options) : IPolicyGradientAlgorithm
{
    /// <inheritdoc/>
    public AlgorithmNeeds Needs => AlgorithmNeeds.Behavior | AlgorithmNeeds.Groups;

    /// <inheritdoc/>
    public string DataReason => "its clipped ratio divides by the behavior policy; agro takes such data";

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var advantages = batch.GroupAdvantages(AdvantageScale.None).unsqueeze(1);
        var ratio = batch.LogRatioToBehavior.exp();
        var surrogate = new ClippedSurrogate(options.ClipLow, options.ClipHigh);
        return new PolicyLoss(batch.SumOverTokens(surrogate.Loss(ratio, advantages)).mean() / Constant.Of(options.MaxTokens))
        {
            Metrics = surrogate.Metrics(ratio, advantages, batch.MeanOverAllTokens),
        };
    }
}

/// <summary>Options of <c>dr-grpo</c>.</summary>
internal sealed record DrGrpoOptions
{
    /// <summary>Token ratios are clipped from below at 1 - clip_low. The paper's 0.2.</summary>
    [Range(0, 1)]
    public double ClipLow { get; init; } = 0.2;

    /// <summary>Token ratios are clipped from above at 1 + clip_high. The paper's 0.2.</summary>
    [Range(0, double.MaxValue)]
    public double ClipHigh { get; init; } = 0.2;

    /// <summary>
    /// The constant, in tokens, that each completion's summed loss is divided by: the rollouts' token limit, as in the paper.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxTokens { get; init; } = 256;
}
