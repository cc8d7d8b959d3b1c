using System.Collections.Immutable;
using Agro.Engine.Recipes;

namespace Agro.Engine.Rewards;

/// <summary>
/// Brings reward parts to one scale before they are weighted and summed: a part becomes (value - mean) / (deviation + 1e-4), over its
/// group or over the step's rollouts, with the sample (n - 1) deviation. Group by group this is the decoupled normalization of GDPO
/// (arXiv 2601.05242): normalizing the sum instead makes different combinations of parts the same. GDPO's last step, bringing the
/// sum to one scale over the batch, is left to the algorithm.
/// <para>It sees the whole step at once, before the step is cut into micro-batches, so that the cut changes nothing.</para>
/// </summary>
/// <param name="rewards">The reward functions of the recipe.</param>
internal sealed class RewardNormalization(ImmutableArray<RewardReference> rewards)
{
    private const double Epsilon = 1e-4;

    /// <summary>Whether any part is normalized.</summary>
    public bool IsOn { get; } = rewards.Any(reward => reward.Normalize != RewardScale.None);

    /// <summary>
    /// The groups with the rewards that are trained on. A completion that a part does not apply to gets nothing from it, as if it were
    /// average. What a hook added to a reward is added as it is.
    /// </summary>
    /// <param name="groups">Every group of the step.</param>
    /// <param name="weights">The weights by name.</param>
    public IReadOnlyList<RolloutGroup> Apply(IReadOnlyList<RolloutGroup> groups, IReadOnlyDictionary<string, double> weights)
    {
        if (!IsOn) return groups;
        var batch = rewards.Where(reward => reward.Normalize == RewardScale.Batch)
            .ToDictionary(reward => reward.PartName, reward => Scale.Of(groups.SelectMany(group => group.Rollouts), reward.PartName));
        return [.. groups.Select(group =>
        {
            var scales = rewards.ToDictionary(reward => reward.PartName, reward => reward.Normalize switch
            {
                RewardScale.Group => Scale.Of(group.Rollouts, reward.PartName),
                RewardScale.Batch => batch[reward.PartName],
                _ => new Scale(0, 1),
            });
            return group with { Rollouts = [.. group.Rollouts.Select(rollout => rollout with { Reward = RewardOf(rollout, scales, weights) })] };
        })];
    }

    /// <summary>Whether the rewards of a group that are trained on differ.</summary>
    /// <param name="group">The group, as it was scored.</param>
    /// <param name="weights">The weights by name.</param>
    public bool HasSpread(RolloutGroup group, IReadOnlyDictionary<string, double> weights) => IsOn
        // Parts that cancel each other in the sum need not once they are scaled.
        ? rewards.Any(reward => weights.GetValueOrDefault(reward.PartName) != 0
            && group.Rollouts.Any(rollout => Part(rollout, reward.PartName) != Part(group.Rollouts[0], reward.PartName)))
        : group.Rollouts.Any(rollout => rollout.Reward != group.Rollouts[0].Reward);

    private double RewardOf(Rollout rollout, Dictionary<string, Scale> scales, IReadOnlyDictionary<string, double> weights)
    {
        var (raw, scaled) = (0.0, 0.0);
        foreach (var name in rewards.Select(reward => reward.PartName))
        {
            if (Part(rollout, name) is not { } value) continue;
            raw += weights.GetValueOrDefault(name) * value;
            scaled += weights.GetValueOrDefault(name) * scales[name].Apply(value);
        }

        return scaled + (rollout.Reward - raw);
    }

    private static double? Part(Rollout rollout, string name) => rollout.RewardParts.TryGetValue(name, out var value) ? value : null;

    /// <summary>Where the values of a part lie, and how far apart.</summary>
    private sealed record Scale(double Mean, double Divisor)
    {
        public static Scale Of(IEnumerable<Rollout> rollouts, string name)
        {
            var values = rollouts.Select(rollout => Part(rollout, name)).OfType<double>().ToList();
            if (values.Count == 0) return new(0, 1);
            // Equal values are exactly average, whatever their sum rounds to.
            var mean = values.TrueForAll(value => value == values[0]) ? values[0] : values.Average();
            var squares = values.Sum(value => (value - mean) * (value - mean));
            return new(mean, (values.Count > 1 ? Math.Sqrt(squares / (values.Count - 1)) : 0) + Epsilon);
        }

        public double Apply(double value) => (value - Mean) / Divisor;
    }
}
