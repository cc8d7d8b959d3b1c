using static TorchSharp.torch;

namespace Agro.Engine.Benchmarks;

/// <summary>
/// The loss of an RL step that is measured: GRPO's (Shao et al., arXiv 2402.03300) with k3 as its KL estimate, as it stands in a first
/// update. The real algorithms are plugins, which the engine does not know.
/// </summary>
internal static class GroupRelativeLoss
{
    private const double Beta = 0.04;

    /// <summary>Computes it.</summary>
    /// <param name="batch">The batch, with reference log-probabilities.</param>
    public static PolicyLoss Of(PolicyBatch batch)
    {
        var deviation = batch.GroupStandardDeviation(batch.Rewards);
        var advantage = (batch.Rewards - batch.GroupMean(batch.Rewards)) / (deviation + full_like(deviation, Constant.Of(1e-4)));
        var ratio = (batch.LogProbs - batch.LogProbs.detach()).exp();
        var difference = batch.ReferenceLogProbs! - batch.LogProbs;
        var kl = difference.expm1() - difference;
        return new(batch.MeanOverTokens((Constant.Of(Beta) * kl) - (ratio * advantage.unsqueeze(1))).mean());
    }
}
