using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>What is subtracted from a completion's reward.</summary>
internal enum Baseline
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The mean reward of the whole batch.</summary>
    Batch,

    /// <summary>The mean reward of the other completions of the same prompt; a group of one is left out.</summary>
    LeaveOneOut,
}

/// <summary>Rewards relative to a baseline.</summary>
internal static class Baselines
{
    /// <summary>Subtracts a baseline.</summary>
    /// <param name="batch">The batch that knows the groups.</param>
    /// <param name="rewards"><c>[B]</c>.</param>
    /// <param name="baseline">Which one.</param>
    /// <returns>The advantages, <c>[B]</c>.</returns>
    public static Tensor Advantages(this PolicyBatch batch, Tensor rewards, Baseline baseline) => baseline switch
    {
        Baseline.None => rewards,
        Baseline.Batch => rewards - rewards.mean(),
        // A completion without siblings has no baseline: its advantage is zero, not its whole reward.
        _ => (rewards - batch.LeaveOneOutMean(rewards)) * batch.HasSiblings(),
    };

    /// <summary>1 where the completion's prompt has other completions, 0 where it has none; <c>[B]</c>.</summary>
    /// <param name="batch">The batch that knows the groups.</param>
    public static Tensor HasSiblings(this PolicyBatch batch) =>
        (batch.GroupCounts() > Constant.Of(1)).to_type(batch.Rewards.dtype).index_select(0, batch.Group);
}
