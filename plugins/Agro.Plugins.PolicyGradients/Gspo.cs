using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// GSPO: group sequence policy optimization (Zheng et al. 2025, arXiv 2507.18071). GRPO whose importance ratio is one number per
/// completion, the geometric mean of its tokens' ratios, clipped as a whole.
/// </summary>
[Component("gspo")]
internal sealed class Gspo(GspoOptions options) : IPolicyGradientAlgorithm
{
    /// <inheritdoc/>
    public AlgorithmNeeds Needs => AlgorithmNeeds.Behavior | AlgorithmNeeds.Groups;

    /// <inheritdoc/>
    public string DataReason => "its clipped ratio divides by the behavior policy; agro takes such data";

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var advantages = batch.GroupAdvantages(AdvantageScale.Group);
        var ratio = batch.MeanOverTokens(batch.LogRatioToBehavior).exp();
        var surrogate = new ClippedSurrogate(options.ClipLow, options.ClipHigh);
        return new PolicyLoss(surrogate.Loss(ratio, advantages).mean())
        {
            Metrics = surrogate.Metrics(ratio, advantages, perCompletion => perCompletion.mean()),
        };
    }
}

/// <summary>Options of <c>gspo</c>.</summary>
internal sealed record GspoOptions
{
    /// <summary>Completion ratios are clipped from below at 1 - clip_low. The paper's 3e-4.</summary>
    [Range(0, 1)]
    public double ClipLow { get; init; } = 3e-4;

    /// <summary>Completion ratios are clipped from above at 1 + clip_high. The paper's 4e-4.</summary>
    [Range(0, double.MaxValue)]
    public double ClipHigh { get; init; } = 4e-4;
}
