using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// REINFORCE (Williams 1992): minus the mean of (reward - baseline) log policy. The KL penalty (k1), if any, is part of the reward
/// and frozen when the completion was sampled. Valid for completions of the present policy only.
/// </summary>
[Component("reinforce")]
internal sealed class Reinforce(ReinforceOptions options) : IPolicyGradientAlgorithm
{
    /// <inheritdoc/>
    public AlgorithmNeeds Needs =>
        AlgorithmNeeds.OnPolicy
        | (options.Baseline == Baseline.LeaveOneOut ? AlgorithmNeeds.Groups : AlgorithmNeeds.None)
        | (options.Beta > 0 ? AlgorithmNeeds.Behavior | AlgorithmNeeds.Reference : AlgorithmNeeds.None);

    /// <inheritdoc/>
    public string DataReason => "it has no importance ratio; agro takes such data";

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var advantages = batch.Advantages(batch.PenalizedRewards(options.Beta), options.Baseline);
        return new PolicyLoss(-(advantages * batch.SumOverTokens(batch.LogProbs)).mean());
    }
}

/// <summary>Options of <c>reinforce</c>.</summary>
internal sealed record ReinforceOptions
{
    /// <summary>KL coefficient in the reward, in units of reward per nat; 0 for none.</summary>
    [Range(0, double.MaxValue)]
    public double Beta { get; init; }

    /// <summary>What is subtracted from the rewards: <c>none</c>, <c>batch</c> (their mean) or <c>leave_one_out</c>.</summary>
    public Baseline Baseline { get; init; } = Baseline.None;
}
