using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// RLOO: REINFORCE with a leave-one-out baseline (Ahmadian et al. 2024, arXiv 2402.14740; Kool et al. 2019). The KL penalty (k1) is
/// part of the reward and frozen when the completion was sampled; the importance ratio is that of the whole completion, clipped as
/// in PPO.
/// </summary>
[Component("rloo")]
internal sealed class Rloo(RlooOptions options) : ISurrogate
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
        var advantages = batch.Advantages(Terms.Rewards(batch), Baseline.LeaveOneOut);
        var surrogate = new ClippedSurrogate(options.Clip, options.Clip, options.DualClip);
        return Terms.ClippedCompletionLoss(batch, surrogate, advantages, batch.SumOverTokens);
    }
}

/// <summary>Options of <c>rloo</c>.</summary>
internal sealed record RlooOptions : SurrogateOptions
{
    /// <summary>TRL's KL coefficient, in the reward.</summary>
    public RlooOptions() => Beta = 0.05;

    /// <summary>The completion's importance ratio is clipped to 1 - clip and 1 + clip. TRL's default.</summary>
    [Range(0, 1)]
    public double Clip { get; init; } = 0.2;

    /// <summary>Bounds the loss of a negative advantage A at dual_clip |A| (arXiv 1912.09729). Above 1; null for no bound.</summary>
    [Range(1, double.MaxValue, MinimumIsExclusive = true)]
    public double? DualClip { get; init; }
}
