using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// CISPO: clipped importance sampling policy optimization (MiniMax-M1 2025, arXiv 2506.13585). The token ratio is clamped and held
/// constant, as a weight of -A log policy, so that no token loses its gradient. Averaged over all tokens of the batch.
/// </summary>
[Component("cispo")]
internal sealed class Cispo(CispoOptions options) : ISurrogate
{
    /// <inheritdoc/>
    public SurrogateTerms Terms { get; } = new(options);

    /// <inheritdoc/>
    public AlgorithmNeeds Needs => AlgorithmNeeds.Behavior | AlgorithmNeeds.Groups | Terms.Needs;

    /// <inheritdoc/>
    public string DataReason => "its weights are ratios to the behavior policy; agro takes such data";

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var advantages = batch.GroupAdvantages(Terms.Rewards(batch), AdvantageScale.Group).unsqueeze(1);
        var ratio = Terms.Correction.LogRatios(batch).detach().exp();
        var weight = ratio.clamp(Constant.Of(options.RatioMin), Constant.Of(options.RatioMax));
        var correction = Terms.Correction.Of(batch, logRatios => logRatios);
        var perToken = correction.Apply(-weight * advantages * batch.LogProbs);
        return Terms.Complete(batch, batch.MeanOverAllTokens(perToken), batch.MeanOverAllTokens,
        [
            new("clip_ratio/region_mean", batch.MeanOverAllTokens(weight.ne(ratio).to_type(ratio.dtype)).ToDouble()),
            new("importance_ratio/mean", batch.MeanOverAllTokens(ratio).ToDouble()),
            .. correction.Metrics(batch.MeanOverAllTokens),
        ]);
    }
}

/// <summary>Options of <c>cispo</c>.</summary>
internal sealed record CispoOptions : SurrogateOptions
{
    /// <summary>No KL, as in the paper; if any, as in GRPO.</summary>
    public CispoOptions() => (Kl, KlIn) = (KlEstimator.K3, KlPlace.Loss);

    /// <summary>Token ratios are clamped from below at this. 0, as in the paper, clamps none.</summary>
    [Range(0, 1)]
    public double RatioMin { get; init; }

    /// <summary>Token ratios are clamped from above at this. 5 in TRL's recipes.</summary>
    [Range(1, double.MaxValue)]
    public double RatioMax { get; init; } = 5;
}
