using System.ComponentModel.DataAnnotations;
using static TorchSharp.torch.nn.functional;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// DPO: direct preference optimization (Rafailov et al. 2023, arXiv 2305.18290), of the best against the worst completion of each
/// group: -log sigmoid(beta D), where D is the difference of their log-ratios to the reference policy.
/// </summary>
[Component("dpo")]
internal sealed class Dpo(DpoOptions options) : IPolicyGradientAlgorithm
{
    /// <inheritdoc/>
    public AlgorithmNeeds Needs => AlgorithmNeeds.Reference | AlgorithmNeeds.Groups;

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch) =>
        PreferencePairs.Of(batch).Loss(batch.LogRatioToReference.sum(1), margins =>
            Constant.Of(options.LabelSmoothing - 1) * logsigmoid(Constant.Of(options.Beta) * margins)
            - Constant.Of(options.LabelSmoothing) * logsigmoid(Constant.Of(-options.Beta) * margins));
}

/// <summary>Options of <c>dpo</c>.</summary>
internal sealed record DpoOptions
{
    /// <summary>KL coefficient, per nat. Above 0. The paper's 0.1.</summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Beta { get; init; } = 0.1;

    /// <summary>The probability that a preference is the wrong way round (conservative DPO). 0 in the paper.</summary>
    [Range(0, 0.5)]
    public double LabelSmoothing { get; init; }
}
