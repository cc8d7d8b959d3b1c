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
    private bool IsOnPolicy => options.SamplingGradient || options.Level == AgroLevel.Token;

    /// <inheritdoc/>
    public AlgorithmNeeds Needs =>
        AlgorithmNeeds.Reference | AlgorithmNeeds.Groups | (IsOnPolicy ? AlgorithmNeeds.OnPolicy : AlgorithmNeeds.None);

    /// <inheritdoc/>
    public string? DataReason => options.Level == AgroLevel.Token
        ? "'level: token' leaves out log-ratios whose mean is zero only for the present policy's completions; "
            + "'level: sequence' (without sampling_gradient) takes any data"
        : options.SamplingGradient
            ? "the sampling gradient is that of the present policy's completions; agro without 'sampling_gradient: true' takes any data"
            : null;

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var rewards = batch.RegularizedRewards(options.Beta);
        var variances = batch.SampleVariance(rewards);
        var loss = variances.sum() / Constant.Of(2 * batch.GroupCount);
        // Either term changes the gradient and leaves the loss's value as it is.
        if (options.Level == AgroLevel.Token) loss = loss.detach() + GradientOnly(TokenLevelTerm(batch, rewards.detach()));
        if (options.SamplingGradient) loss += GradientOnly(ScoreFunctionTerm(batch, rewards.detach()));
        return new PolicyLoss(options.Scale == AgroScale.Unit ? loss / Constant.Of(options.Beta) : loss)
        {
            Metrics = new Dictionary<string, double>
            {
                ["regularized_reward/mean"] = rewards.mean().ToDouble(),
                ["regularized_reward/variance"] = variances.mean().ToDouble(),
            },
        };
    }

    private static Tensor GradientOnly(Tensor term) => term - term.detach();

    // Minus beta times the mean over prompts of 1/n sum of A_t log pi(y_t). On-policy E[grad log pi(y_t) f(y_<t)] = 0, so of the
    // leave-one-out advantage R_i - mean of the others' R the log-ratios before t may go: what stays is beta times their sum.
    private Tensor TokenLevelTerm(PolicyBatch batch, Tensor rewards)
    {
        var logRatio = batch.LogRatioToReference.detach();
        var before = logRatio.cumsum(1) - logRatio;
        var advantages = batch.Advantages(rewards, Baseline.LeaveOneOut).unsqueeze(1)
            + (Constant.Of(options.Beta) * before * batch.HasSiblings().unsqueeze(1));
        var perCompletion = batch.SumOverTokens(advantages * batch.LogProbs) / batch.GroupCounts().index_select(0, batch.Group);
        return Constant.Of(-options.Beta) * perCompletion.sum() / Constant.Of(batch.GroupCount);
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
    /// <c>sequence</c> centers the regularized reward of the whole completion; <c>token</c> leaves the log-ratios before a token out
    /// of that token's advantage (reward to go), which has the same mean and less variance, but only for completions of the present
    /// policy.
    /// </summary>
    public AgroLevel Level { get; init; } = AgroLevel.Sequence;

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

/// <summary>What has an advantage of its own.</summary>
internal enum AgroLevel
{
    /// <summary>The completion.</summary>
    Sequence,

    /// <summary>The token.</summary>
    Token,
}
