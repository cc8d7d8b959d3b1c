using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>Spread within groups, as differentiable tensors.</summary>
internal static class GroupVariance
{
    /// <summary>
    /// The sample variance (n - 1) of each group, <c>[P]</c>; 0 for a group of one. Without a square root, so that the gradient
    /// is finite where all values of a group agree.
    /// </summary>
    /// <param name="batch">The batch that knows the groups.</param>
    /// <param name="perCompletion"><c>[B]</c>.</param>
    public static Tensor SampleVariance(this PolicyBatch batch, Tensor perCompletion)
    {
        var deviations = perCompletion - batch.GroupMean(perCompletion);
        var freedom = (batch.GroupCounts() - Constant.Of(1)).clamp_min(Constant.Of(1));
        return batch.GroupSum(deviations * deviations) / freedom;
    }
}
