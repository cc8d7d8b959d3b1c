using System.ComponentModel.DataAnnotations;
using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// AGRO: any-generation reward optimization (Tang et al. 2025, arXiv 2503.19612). Half the variance, within each prompt's group, of
/// the regularized reward R = r - beta log(policy / reference). It vanishes exactly at the KL-regularized optimum whatever policies
/// the completions came from, so replayed, human-written and other models' completions train without importance ratios.
/// </summary>
[Component("agro")]
internal sealed class AgroAlgorithm(AgroOptions options) : IPolicyGradientAlgorithm
{
    /// <inheritdoc/>
    public AlgorithmNeeds Needs =>
        AlgorithmNeeds.Reference | AlgorithmNeeds.Groups | (options.SamplingGradient ? AlgorithmNeeds.OnPolicy : AlgorithmNeeds.None);

    /// <inheritdoc/>
    public string? DataReason => options.SamplingGradient
        ? "the sampling gradient is that of the present policy's samples; without 'sampling_gradient: true' agro takes any data"
        : null;

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var rewards = batch.RegularizedRewards(options.Beta);
        var variances = batch.SampleVariance(rewards);
        var loss = variances.sum() / Constant.Of(2 * batch.GroupCount);
        if (options.SamplingGradient)
        {
            var score = ScoreFunctionTerm(batch, rewards.detach());
            loss += score - score.detach();
        }
        return new PolicyLoss(options.Scale == AgroScale.Unit ? loss / Constant.Of(options.Beta) : loss)
        {
            Metrics = new Dictionary<string, double>
            {
                ["regularized_reward/mean"] = rewards.mean().ToDouble(),
                ["regularized_reward/variance"] = variances.mean().ToDouble(),
            },
        };
    }

    // The mean over prompts of 1/(2n(n-1)) sum over i != j of (R_i - R_j)^2 log pi(y_i): its gradient is what the samples'
    // dependence on the policy adds. Over j the sum is n (R_i - mean)^2 + (n - 1) variance.
    private static Tensor ScoreFunctionTerm(PolicyBatch batch, Tensor rewards)
    {
        var n = batch.GroupCounts().index_select(0, batch.Group);
        var variances = batch.SampleVariance(rewards).index_select(0, batch.Group);
        var deviations = rewards - batch.GroupMean(rewards);
        var others = n - Constant.Of(1);
        var distances = n * deviations * deviations + others * variances;
        var weights = distances / (n * others.clamp_min(Constant.Of(1)));
        return (weights * batch.SumOverTokens(batch.LogProbs)).sum() / Constant.Of(2 * batch.GroupCount);
    }
}

/// <summary>Options of <c>agro</c>.</summary>
internal sealed record AgroOptions
{
    /// <summary>KL coefficient beta, in units of reward per nat: how far the policy may move from the reference. Above 0.</summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Beta { get; init; } = 0.05;

    /// <summary>
    /// <c>unit</c> divides the loss by beta, so that a learning rate means the same as for rloo, whatever beta is; <c>loss</c> is
    /// the loss as the paper writes it, whose step size scales with beta.
    /// </summary>
    public AgroScale Scale { get; init; } = AgroScale.Unit;

    /// <summary>
    /// Adds the gradient that comes from the samples' dependence on the policy (a score-function term), which makes the on-policy
    /// gradient that of the on-policy loss. Only valid for completions of the present policy. Off in the paper's experiments.
    /// </summary>
    public bool SamplingGradient { get; init; }
}

/// <summary>What the AGRO loss is measured in.</summary>
internal enum AgroScale
{
    /// <summary>Divided by beta.</summary>
    Unit,

    /// <summary>As written in the paper.</summary>
    Loss,
}
