using System.Collections.Immutable;
using Agro.Engine.Recipes;
using Agro.Engine.Rewards;

namespace Agro.Tests.Rewards;

public class RewardNormalizationTests
{
    private const double Epsilon = 1e-4;

    private static RewardReference Reward(string name, RewardScale scale) => new() { Use = name, Normalize = scale };

    private static Rollout Rollout(double reward, params (string Name, double Value)[] parts) => new()
    {
        Completion = new() { Text = "", Tokens = [1], FinishReason = FinishReason.Stop, PolicyVersion = 0 },
        Reward = reward,
        RewardParts = parts.ToImmutableDictionary(part => part.Name, part => part.Value),
    };

    private static RolloutGroup Group(params Rollout[] rollouts) => new(new Prompt { Id = "p", Text = "" }, [1], [.. rollouts]);

    private static double[] Rewards(IReadOnlyList<RolloutGroup> groups) => [.. groups.SelectMany(group => group.Rollouts).Select(rollout => rollout.Reward)];

    private static void Near(double[] expected, double[] found) =>
        Assert.All(expected.Zip(found, (one, other) => Math.Abs(one - other)), difference => Assert.InRange(difference, 0, 1e-12));

    [Fact]
    public void Without_it_groups_are_handed_on_as_they_are()
    {
        IReadOnlyList<RolloutGroup> groups = [Group(Rollout(1, ("a", 1)))];
        Assert.Same(groups, new RewardNormalization([Reward("a", RewardScale.None)]).Apply(groups, new Dictionary<string, double> { ["a"] = 1 }));
    }

    [Fact]
    public void By_group_each_part_has_mean_0_and_deviation_1_in_its_group_before_it_is_weighted()
    {
        // The combinations (1, 0) and (0, 1) have one sum; apart, the rarer part counts for more.
        var groups = new[] { Group(Rollout(1, ("a", 1), ("b", 0)), Rollout(1, ("a", 0), ("b", 1)), Rollout(0, ("a", 0), ("b", 0)), Rollout(1, ("a", 1), ("b", 0))) };
        var found = Rewards(new RewardNormalization([Reward("a", RewardScale.Group), Reward("b", RewardScale.Group)])
            .Apply(groups, new Dictionary<string, double> { ["a"] = 1, ["b"] = 1 }));
        var (stdA, stdB) = (Math.Sqrt(1.0 / 3) + Epsilon, 0.5 + Epsilon);
        Near([(0.5 / stdA) - (0.25 / stdB), (-0.5 / stdA) + (0.75 / stdB), (-0.5 / stdA) - (0.25 / stdB), (0.5 / stdA) - (0.25 / stdB)], found);
    }

    [Fact]
    public void By_batch_the_scale_is_that_of_all_groups_and_the_rest_stays_as_it_is()
    {
        var groups = new[] { Group(Rollout(10 + 1, ("a", 10), ("c", 1)), Rollout(10 + 2, ("a", 10), ("c", 2))), Group(Rollout(40 + 3, ("a", 40), ("c", 3))) };
        var found = Rewards(new RewardNormalization([Reward("a", RewardScale.Batch), Reward("c", RewardScale.None)])
            .Apply(groups, new Dictionary<string, double> { ["a"] = 1, ["c"] = 1 }));
        var std = Math.Sqrt(300) + Epsilon;
        Near([(-10 / std) + 1, (-10 / std) + 2, (20 / std) + 3], found);
    }

    [Fact]
    public void Equal_values_a_single_one_and_parts_that_do_not_apply_count_as_average()
    {
        var normalization = new RewardNormalization([Reward("a", RewardScale.Group)]);
        var weights = new Dictionary<string, double> { ["a"] = 3 };
        Assert.Equal([0.0, 0.0, 0.0], Rewards(normalization.Apply([Group(Rollout(0.3, ("a", 0.1)), Rollout(0.3, ("a", 0.1)), Rollout(0.3, ("a", 0.1)))], weights)).Select(value => Math.Round(value, 12)));
        Assert.Equal([0.0, 0.0], Rewards(normalization.Apply([Group(Rollout(15, ("a", 5)), Rollout(0))], weights)));
    }

    [Fact]
    public void What_a_hook_added_is_added_as_it_is()
    {
        var found = Rewards(new RewardNormalization([Reward("a", RewardScale.Group)])
            .Apply([Group(Rollout(2 + 0.5, ("a", 2)), Rollout(0, ("a", 0)))], new Dictionary<string, double> { ["a"] = 1 }));
        var std = Math.Sqrt(2) + Epsilon;
        Near([(1 / std) + 0.5, -1 / std], found);
    }

    [Fact]
    public void Parts_that_cancel_each_other_are_a_spread_once_they_are_scaled()
    {
        var group = Group(Rollout(1, ("a", 1), ("b", 0)), Rollout(1, ("a", 0), ("b", 1)));
        var weights = new Dictionary<string, double> { ["a"] = 1, ["b"] = 1 };
        Assert.False(new RewardNormalization([Reward("a", RewardScale.None), Reward("b", RewardScale.None)]).HasSpread(group, weights));
        Assert.True(new RewardNormalization([Reward("a", RewardScale.Group), Reward("b", RewardScale.None)]).HasSpread(group, weights));
    }
}
