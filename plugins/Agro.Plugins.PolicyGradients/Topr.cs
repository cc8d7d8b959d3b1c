using System.ComponentModel.DataAnnotations;
using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// TOPR: tapered off-policy REINFORCE (Le Roux et al. 2025, arXiv 2503.14286). Completions of positive reward are imitated as they
/// are; those of negative reward are weighted by their importance ratio clipped to [0, 1], so that pushing an already unlikely
/// completion down further fades out.
/// </summary>
[Component("topr")]
internal sealed class Topr(ToprOptions options) : IPolicyGradientAlgorithm
{
    /// <inheritdoc/>
    public AlgorithmNeeds Needs => AlgorithmNeeds.Behavior;

    /// <inheritdoc/>
    public string DataReason => "it weighs bad completions by their ratio to the behavior policy; agro takes such data";

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var rewards = batch.Rewards - Constant.Of(options.Baseline);
        var ratio = batch.LogRatioToBehavior.detach().sum(1).exp();
        var weight = where(rewards > Constant.Of(0), ones_like(ratio), ratio.clamp(Constant.Of(0), Constant.Of(1)));
        return new PolicyLoss(-(weight * rewards * batch.SumOverTokens(batch.LogProbs)).mean())
        {
            Metrics = new Dictionary<string, double>
            {
                ["clip_ratio/region_mean"] = ((rewards < Constant.Of(0)) & (ratio > Constant.Of(1))).to_type(ratio.dtype).mean().ToDouble(),
                ["importance_ratio/mean"] = ratio.mean().ToDouble(),
            },
        };
    }
}

/// <summary>Options of <c>topr</c>.</summary>
internal sealed record ToprOptions
{
    /// <summary>
    /// Subtracted from every reward first, in units of reward. 0, as in the paper, suits rewards of +1 and -1; with rewards of 1 and
    /// 0 only a baseline above 0 lets wrong answers count.
    /// </summary>
    [Range(double.MinValue, double.MaxValue)]
    public double Baseline { get; init; }
}
