using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// RLOO: REINFORCE with a leave-one-out baseline (Ahmadian et al. 2024, arXiv 2402.14740; Kool et al. 2019). The KL penalty (k1) is
/// part of the reward and frozen when the completion was sampled; the importance ratio is that of the whole completion, clipped as
/// in PPO.
/// </summary>
[Component("rloo")]
internal sealed class Rloo(RlooOptions options) : IPolicyGradientAlgorithm
{
    /// <inheritdoc/>
    public AlgorithmNeeds Needs =>
        AlgorithmNeeds.Behavior | AlgorithmNeeds.Groups | (options.Beta > 0 ? AlgorithmNeeds.Reference : AlgorithmNeeds.None);

    /// <inheritdoc/>
    public string DataReason => "its clipped ratio divides by the behavior policy; agro takes such data";

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var advantages = batch.Advantages(batch.PenalizedRewards(options.Beta), Baseline.LeaveOneOut);
        var ratio = batch.LogRatioToBehavior.sum(1).exp();
        var surrogate = new ClippedSurrogate(options.Clip, options.Clip);
        return new PolicyLoss(surrogate.Loss(ratio, advantages).mean())
        {
            Metrics = surrogate.Metrics(ratio, advantages, perCompletion => perCompletion.mean()),
        };
    }
}

/// <summary>Options of <c>rloo</c>.</summary>
internal sealed record RlooOptions
{
    /// <summary>KL coefficient in the reward, in units of reward per nat; 0 for none. TRL's default.</summary>
    [Range(0, double.MaxValue)]
    public double Beta { get; init; } = 0.05;

    /// <summary>The completion's importance ratio is clipped to 1 - clip and 1 + clip. TRL's default.</summary>
    [Range(0, 1)]
    public double Clip { get; init; } = 0.2;
}
