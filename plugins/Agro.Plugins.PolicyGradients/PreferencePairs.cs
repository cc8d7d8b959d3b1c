using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>The best and the worst completion of each group whose rewards differ.</summary>
/// <param name="Chosen">Positions of the best in the batch, <c>[K]</c>, int64.</param>
/// <param name="Rejected">Positions of the worst, <c>[K]</c>, int64.</param>
internal sealed record PreferencePairs(Tensor Chosen, Tensor Rejected)
{
    /// <summary>Pairs a batch; among equals the first counts. Groups without a preference are left out.</summary>
    /// <param name="batch">The batch.</param>
    /// <returns>At most one pair per prompt.</returns>
    public static PreferencePairs Of(PolicyBatch batch)
    {
        var rewards = batch.Rewards.to(float64).cpu().data<double>().ToArray();
        var members = batch.Group.cpu().data<long>().ToArray().Index().GroupBy(entry => entry.Item, entry => entry.Index);
        var pairs = members
            .Select(group => (Best: group.MaxBy(i => rewards[i]), Worst: group.MinBy(i => rewards[i])))
            .Where(pair => rewards[pair.Best] > rewards[pair.Worst])
            .ToArray();
        return new(Positions(pairs.Select(pair => pair.Best)), Positions(pairs.Select(pair => pair.Worst)));

        Tensor Positions(IEnumerable<int> indices) => tensor(indices.Select(i => (long)i).ToArray(), device: batch.Rewards.device);
    }

    /// <summary>The loss of the pairs' margins, averaged over the pairs; 0 when there is none.</summary>
    /// <param name="perCompletion">What is compared, <c>[B]</c>; carries gradient.</param>
    /// <param name="loss">The loss of margins <c>[K]</c>, as <c>[K]</c>.</param>
    /// <returns>The loss with the metrics of a preference algorithm.</returns>
    public PolicyLoss Loss(Tensor perCompletion, Func<Tensor, Tensor> loss)
    {
        var chosen = perCompletion.index_select(0, Chosen);
        var rejected = perCompletion.index_select(0, Rejected);
        var margins = chosen - rejected;
        var count = Math.Max(1, margins.size(0));
        return new PolicyLoss(loss(margins).sum() / Constant.Of(count))
        {
            Metrics = new Dictionary<string, double>
            {
                ["pairs"] = margins.size(0),
                ["logps/chosen_ratio"] = chosen.sum().ToDouble() / count,
                ["logps/rejected_ratio"] = rejected.sum().ToDouble() / count,
                ["rewards/accuracies"] = (margins > Constant.Of(0)).sum().ToDouble() / count,
            },
        };
    }
}
