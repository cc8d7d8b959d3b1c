using System.ComponentModel.DataAnnotations;
using static TorchSharp.torch;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// RAFT: reward-ranked fine-tuning (Dong et al. 2023, arXiv 2304.06767). Cross-entropy of the best completions of each group, whatever
/// policies they came from; the others are left out.
/// </summary>
[Component("raft")]
internal sealed class Raft(RaftOptions options) : IPolicyGradientAlgorithm
{
    /// <inheritdoc/>
    public AlgorithmNeeds Needs => AlgorithmNeeds.Groups;

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var chosen = Choose(batch);
        var selection = batch with
        {
            LogProbs = batch.LogProbs.index_select(0, chosen),
            Mask = batch.Mask.index_select(0, chosen),
        };
        return new PolicyLoss(selection.Average(-selection.LogProbs, options.Mean))
        {
            Metrics = new Dictionary<string, double>
            {
                ["selected/share"] = (double)chosen.size(0) / batch.Rewards.size(0),
                ["selected/reward"] = batch.Rewards.index_select(0, chosen).mean().ToDouble(),
            },
        };
    }

    // Positions of the best of each group, [K]; among equals the first count.
    private Tensor Choose(PolicyBatch batch)
    {
        var rewards = batch.Rewards.to(float64).cpu().data<double>().ToArray();
        var chosen = batch.Group.cpu().data<long>().ToArray().Index().GroupBy(entry => entry.Item, entry => entry.Index)
            .SelectMany(group => group.OrderByDescending(i => rewards[i]).Take(HowMany(group.Count())));
        return tensor(chosen.Order().Select(i => (long)i).ToArray(), device: batch.Rewards.device);
    }

    private int HowMany(int members) => options.Share is { } share ? (int)Math.Ceiling(share * members) : options.Best;
}

/// <summary>Options of <c>raft</c>.</summary>
internal sealed record RaftOptions
{
    /// <summary>How many of each group are kept. The paper's 1.</summary>
    [Range(1, int.MaxValue)]
    public int Best { get; init; } = 1;

    /// <summary>Which share of each group is kept instead, rounded up, such as 0.25; null to keep a number.</summary>
    [Range(0, 1, MinimumIsExclusive = true)]
    public double? Share { get; init; }

    /// <summary>
    /// How tokens are averaged: <c>token</c> (the mean over all tokens of the kept completions, the usual cross-entropy) or
    /// <c>sequence</c> (every kept completion counts alike).
    /// </summary>
    public LossMean Mean { get; init; } = LossMean.Token;
}
