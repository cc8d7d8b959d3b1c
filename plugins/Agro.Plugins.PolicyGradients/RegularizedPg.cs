using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// KL-regularized policy gradient, the baseline that AGRO is compared with (Tang et al. 2025, arXiv 2503.19612): minus the mean of
/// (R - baseline) log policy, with R = r - beta log(policy / reference) of the present policy. Off-policy it is biased: it has no
/// importance ratio, and its fixed point then depends on the behavior policy and on the rewards' offset.
/// </summary>
[Component("regularized-pg")]
internal sealed class RegularizedPg(RegularizedPgOptions options) : IPolicyGradientAlgorithm
{
    /// <inheritdoc/>
    public AlgorithmNeeds Needs =>
        AlgorithmNeeds.Reference | (options.Baseline == Baseline.LeaveOneOut ? AlgorithmNeeds.Groups : AlgorithmNeeds.None);

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var rewards = batch.RegularizedRewards(options.Beta).detach();
        var advantages = batch.Advantages(rewards, options.Baseline);
        return new PolicyLoss(-(advantages * batch.SumOverTokens(batch.LogProbs)).mean())
        {
            Metrics = new Dictionary<string, double> { ["regularized_reward/mean"] = rewards.mean().ToDouble() },
        };
    }
}

/// <summary>Options of <c>regularized-pg</c>.</summary>
internal sealed record RegularizedPgOptions
{
    /// <summary>KL coefficient, in units of reward per nat. 0 or more.</summary>
    [Range(0, double.MaxValue)]
    public double Beta { get; init; } = 0.05;

    /// <summary>What is subtracted from the regularized rewards: <c>none</c>, <c>batch</c> (their mean) or <c>leave_one_out</c>.</summary>
    public Baseline Baseline { get; init; } = Baseline.None;
}
