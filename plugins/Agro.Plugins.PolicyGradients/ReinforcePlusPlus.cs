using System.ComponentModel.DataAnnotations;
using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// REINFORCE++ (Hu 2025, arXiv 2501.03262): PPO's clipped surrogate without a critic. A token's advantage is what is still to come of
/// the reward and of the KL penalty, whitened over all tokens of the batch instead of within the group. Averaged over all tokens of
/// the batch.
/// </summary>
[Component("reinforce-plus-plus")]
internal sealed class ReinforcePlusPlus(ReinforcePlusPlusOptions options) : ISurrogate
{
    /// <inheritdoc/>
    public SurrogateTerms Terms { get; } = new(options);

    /// <inheritdoc/>
    public AlgorithmNeeds Needs =>
        AlgorithmNeeds.Behavior | Terms.Needs | (options.GroupBaseline ? AlgorithmNeeds.Groups : AlgorithmNeeds.None);

    /// <inheritdoc/>
    public string DataReason => ClippedSurrogate.DataReason;

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var rewards = options.GroupBaseline ? batch.Rewards - batch.GroupMean(batch.Rewards) : batch.Rewards;
        var tokenRewards = Terms.TokenRewards(batch, rewards);
        // Without a critic, and trusting the rewards alone, the advantage estimate is the discounted reward to go.
        var (toGo, _) = new GeneralizedAdvantage(options.Gamma, Lambda: 1).Estimate(batch, tokenRewards, zeros_like(tokenRewards));
        var advantages = batch.Whitened(toGo);
        return Terms.ClippedTokenLoss(batch, options, advantages, batch.MeanOverAllTokens);
    }
}

/// <summary>Options of <c>reinforce-plus-plus</c>.</summary>
internal sealed record ReinforcePlusPlusOptions : ClippedOptions
{
    /// <summary>OpenRLHF's KL coefficient, in the reward.</summary>
    public ReinforcePlusPlusOptions() => Beta = 0.01;

    /// <summary>
    /// Whether the mean reward of the group is subtracted first: the paper's baseline form (REINFORCE++-baseline), for several
    /// completions of each prompt.
    /// </summary>
    public bool GroupBaseline { get; init; }

    /// <summary>Discount of a token. The paper's 1.</summary>
    [Range(0, 1)]
    public double Gamma { get; init; } = 1;
}
