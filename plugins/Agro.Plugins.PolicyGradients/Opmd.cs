using System.ComponentModel.DataAnnotations;
using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// OPMD: online policy mirror descent, for data of other policies too. Trinity-RFT's form (arXiv 2505.17826) is a policy gradient
/// without importance ratio, -A log policy / (1 + tau), averaged over all tokens of the batch; the form of Kimi k1.5
/// (arXiv 2501.12599) is the mean over completions of (A - tau log(policy / behavior policy))^2 / (2 tau). A is the reward less its
/// group's soft maximum or mean.
/// </summary>
[Component("opmd")]
internal sealed class Opmd(OpmdOptions options) : IPolicyGradientAlgorithm
{
    /// <inheritdoc/>
    public AlgorithmNeeds Needs =>
        AlgorithmNeeds.Groups | (options.Form == OpmdForm.Kimi ? AlgorithmNeeds.Behavior : AlgorithmNeeds.None);

    /// <inheritdoc/>
    public string? DataReason => options.Form == OpmdForm.Kimi
        ? "its penalty is the log-ratio to the behavior policy; 'form: trinity' and agro take such data"
        : null;

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var tau = Constant.Of(options.Tau);
        var advantages = batch.Rewards - (options.Baseline == OpmdBaseline.Mean ? batch.GroupMean(batch.Rewards) : SoftMaximum(batch));
        return new PolicyLoss(options.Form == OpmdForm.Kimi
            ? ((advantages - (tau * batch.LogRatioToBehavior.sum(1))).square() / tau).mean() / Constant.Of(2)
            : -batch.MeanOverAllTokens(advantages.unsqueeze(1) * batch.LogProbs) / Constant.Of(1 + options.Tau));
    }

    // tau log mean exp(r / tau) of each completion's group, [B].
    private Tensor SoftMaximum(PolicyBatch batch)
    {
        var tau = Constant.Of(options.Tau);
        var strangers = batch.Group.unsqueeze(1).ne(batch.Group.unsqueeze(0));
        var perPair = (batch.Rewards / tau).unsqueeze(0).expand_as(strangers).masked_fill(strangers, Constant.Of(double.NegativeInfinity));
        return tau * (perPair.logsumexp(1) - batch.GroupCounts().index_select(0, batch.Group).log());
    }
}

/// <summary>Options of <c>opmd</c>.</summary>
internal sealed record OpmdOptions
{
    /// <summary>Which of the two published losses.</summary>
    public OpmdForm Form { get; init; } = OpmdForm.Trinity;

    /// <summary>Strength of the regularization toward the policy that sampled, in units of reward per nat. Above 0. Trinity's 1.</summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Tau { get; init; } = 1;

    /// <summary>
    /// What is subtracted from the rewards: <c>mean</c> of the group, or its soft maximum <c>log_mean_exp</c>, tau log mean exp(r / tau).
    /// </summary>
    public OpmdBaseline Baseline { get; init; } = OpmdBaseline.Mean;
}

/// <summary>Forms of the OPMD loss.</summary>
internal enum OpmdForm
{
    /// <summary>Trinity-RFT's policy gradient.</summary>
    Trinity,

    /// <summary>The squared loss of Kimi k1.5.</summary>
    Kimi,
}

/// <summary>Baselines of OPMD.</summary>
internal enum OpmdBaseline
{
    /// <summary>The group's mean reward.</summary>
    Mean,

    /// <summary>tau log mean exp(r / tau) over the group.</summary>
    LogMeanExp,
}
