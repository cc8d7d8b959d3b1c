using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// TBA: trajectory balance with asynchrony (Bartoldson et al. 2025, arXiv 2503.18929), in its VarGrad form: the mean over completions of
/// (log Z + log(policy / reference) - r / beta)^2, where log Z, the prompt's partition function, is estimated by its group and held
/// constant. With groups of n it is AGRO's <c>scale: loss</c> times 2 (n - 1) / (n beta^2). Takes completions of any policy.
/// </summary>
[Component("tba")]
internal sealed class Tba(TbaOptions options) : IPolicyGradientAlgorithm
{
    /// <inheritdoc/>
    public AlgorithmNeeds Needs => AlgorithmNeeds.Reference | AlgorithmNeeds.Groups;

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var flow = batch.LogRatioToReference.sum(1) - (batch.Rewards / Constant.Of(options.Beta));
        var logPartition = batch.GroupMean(-flow).detach();
        return new PolicyLoss((logPartition + flow).square().mean())
        {
            Metrics = new Dictionary<string, double> { ["log_partition/mean"] = logPartition.mean().ToDouble() },
        };
    }
}

/// <summary>Options of <c>tba</c>.</summary>
internal sealed record TbaOptions
{
    /// <summary>KL coefficient, in units of reward per nat. Above 0. The loss, and so the step size, scales with 1 / beta^2.</summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Beta { get; init; } = 0.05;
}
