using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// PPO: proximal policy optimization (Schulman et al. 2017, arXiv 1707.06347) with a critic head, as RLHF uses it (Ziegler et al. 2019,
/// arXiv 1909.08593). Every token is a step: its reward is the KL penalty, the last one's also the completion's reward; advantages are
/// generalized advantage estimates (arXiv 1506.02438), whitened over the batch. Averaged over all tokens of the batch.
/// </summary>
[Component("ppo")]
internal sealed class Ppo(PpoOptions options) : ISurrogate
{
    /// <inheritdoc/>
    public SurrogateTerms Terms { get; } = new(options);

    /// <inheritdoc/>
    public AlgorithmNeeds Needs => AlgorithmNeeds.Behavior | AlgorithmNeeds.Values | Terms.Needs;

    /// <inheritdoc/>
    public string DataReason => ClippedSurrogate.DataReason;

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var rewards = Terms.TokenRewards(batch, batch.Rewards);
        var (estimates, returns) = new GeneralizedAdvantage(options.Gamma, options.Lambda).Estimate(batch, rewards, batch.OldCriticValues);
        var advantages = options.Whiten ? batch.Whitened(estimates) : estimates;
        var policy = Terms.ClippedTokenLoss(batch, options, advantages, batch.MeanOverAllTokens);
        var critic = ValueLoss.Of(batch, returns, options.ValueClip);
        return new PolicyLoss(policy.Loss + (Constant.Of(options.ValueCoefficient) * critic.Loss))
        {
            Metrics = new Dictionary<string, double>([.. policy.Metrics, .. critic.Metrics]),
        };
    }
}

/// <summary>Options of <c>ppo</c>.</summary>
internal sealed record PpoOptions : ClippedOptions
{
    /// <summary>TRL's KL coefficient, the paper's clip.</summary>
    public PpoOptions() => Beta = 0.05;

    /// <summary>Discount of a token. 1 for completions that are rewarded at their end.</summary>
    [Range(0, 1)]
    public double Gamma { get; init; } = 1;

    /// <summary>Lambda of the advantage estimates: trust in the rewards (1) over the critic (0). The usual 0.95.</summary>
    [Range(0, 1)]
    public double Lambda { get; init; } = 0.95;

    /// <summary>Whether advantages are brought to mean 0 and variance 1 over the tokens of the batch.</summary>
    public bool Whiten { get; init; } = true;

    /// <summary>Weight of the critic's loss. TRL's 0.1.</summary>
    [Range(0, double.MaxValue)]
    public double ValueCoefficient { get; init; } = 0.1;

    /// <summary>
    /// How far updates on the same rollouts may move a value, in units of reward; 0 for any distance. TRL's 0.2; verl has 0.5.
    /// </summary>
    [Range(0, double.MaxValue)]
    public double ValueClip { get; init; } = 0.2;
}
