using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// CoPG: contrastive policy gradient (Flet-Berliac et al. 2024, arXiv 2406.19185). A quarter of the squared difference of the
/// regularized rewards R = r - beta log(policy / reference), averaged over all pairs of a group. Over all pairs this is AGRO's group
/// variance with <c>scale: loss</c>, reached from the other side.
/// </summary>
[Component("copg")]
internal sealed class Copg(CopgOptions options) : IPolicyGradientAlgorithm
{
    /// <inheritdoc/>
    public AlgorithmNeeds Needs => AlgorithmNeeds.Reference | AlgorithmNeeds.Groups;

    /// <inheritdoc/>
    public PolicyLoss ComputeLoss(PolicyBatch batch)
    {
        var rewards = batch.RegularizedRewards(options.Beta);
        var differences = rewards.unsqueeze(1) - rewards.unsqueeze(0);
        var paired = batch.Group.unsqueeze(1).eq(batch.Group.unsqueeze(0)).to_type(rewards.dtype);
        var n = batch.GroupCounts().index_select(0, batch.Group);
        var perCompletion = (differences * differences * paired).sum(1) / (n * (n - Constant.Of(1)).clamp_min(Constant.Of(1)));
        return new PolicyLoss(perCompletion.sum() / Constant.Of(4 * batch.GroupCount))
        {
            Metrics = new Dictionary<string, double> { ["regularized_reward/mean"] = rewards.mean().ToDouble() },
        };
    }
}

/// <summary>Options of <c>copg</c>.</summary>
internal sealed record CopgOptions
{
    /// <summary>KL coefficient, in units of reward per nat. Above 0.</summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Beta { get; init; } = 0.05;
}
