using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>What a group's centered rewards are divided by.</summary>
internal enum AdvantageScale
{
    /// <summary>The group's own standard deviation.</summary>
    Group,

    /// <summary>The standard deviation of all rewards of the batch.</summary>
    Batch,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>Rewards relative to their group.</summary>
internal static class GroupRelative
{
    /// <summary>Rewards less their group's mean, divided by a sample standard deviation (n - 1) plus epsilon.</summary>
    /// <param name="batch">The batch that knows the groups.</param>
    /// <param name="rewards"><c>[B]</c>.</param>
    /// <param name="scale">Which standard deviation.</param>
    /// <param name="epsilon">Added to it.</param>
    /// <returns>The advantages, <c>[B]</c>.</returns>
    public static Tensor GroupAdvantages(this PolicyBatch batch, Tensor rewards, AdvantageScale scale, double epsilon = 1e-4)
    {
        var centered = rewards - batch.GroupMean(rewards);
        return scale switch
        {
            AdvantageScale.Group => centered / (batch.GroupStandardDeviation(rewards) + Constant.Of(epsilon)),
            AdvantageScale.Batch => centered / (BatchDeviation(rewards) + Constant.Of(epsilon)),
            _ => centered,
        };
    }

    private static Tensor BatchDeviation(Tensor rewards)
    {
        var deviations = rewards - rewards.mean();
        return ((deviations * deviations).sum() / Constant.Of(Math.Max(1, rewards.size(0) - 1))).sqrt();
    }
}
