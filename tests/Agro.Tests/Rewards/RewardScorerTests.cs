using System.Collections.Immutable;
using Agro.Engine.Rewards;
using Agro.Engine.Rollouts;

namespace Agro.Tests.Rewards;

public class RewardScorerTests
{
    private sealed class Each(Func<Completion, RewardResult> score) : IRewardFunction
    {
        public async ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return score(completion);
        }
    }

    private sealed class Ranks : IGroupRewardFunction
    {
        public ValueTask<IReadOnlyList<RewardResult>> ScoreGroupAsync(
            Prompt prompt, IReadOnlyList<Completion> group, CancellationToken cancellationToken) =>
            new([.. group.Select((_, i) => RewardResult.Of(i))]);
    }

    private static RewardFunction Function(string name, Func<Completion, RewardResult> score) =>
        new(name, new Each(score), null, exception => exception.Message);

    private static UnscoredGroup Group(params string[] texts) => new(
        new Prompt { Id = "p", Text = "?" },
        [1],
        [.. texts.Select(text => new Completion { Text = text, Tokens = [1], FinishReason = FinishReason.Stop, PolicyVersion = 0 })]);

    private static Task<ScoredRollouts> Score(UnscoredGroup[] groups, Dictionary<string, double> weights, params RewardFunction[] functions) =>
        new RewardScorer().ScoreAsync(functions, weights, groups, TestContext.Current.CancellationToken);

    [Fact]
    public async Task The_reward_is_the_weighted_sum_and_a_weight_of_zero_makes_a_metric()
    {
        var scored = await Score(
            [Group("ab", "c")],
            new() { ["length"] = 2, ["rank"] = 0.5, ["seen"] = 0 },
            Function("length", completion => completion.Text.Length),
            new RewardFunction("rank", null, new Ranks(), exception => exception.Message),
            Function("seen", _ => 100));
        Assert.Equal([4.0, 2.5], scored.Groups[0].Rollouts.Select(rollout => rollout.Reward));
        Assert.Equal(100, scored.Groups[0].Rollouts[0].RewardParts["seen"]);
        Assert.Equal(0, scored.Failed);
    }

    [Fact]
    public async Task A_function_that_does_not_apply_is_left_out_and_is_not_zero()
    {
        var scored = await Score(
            [Group("a")],
            new() { ["one"] = 1, ["other"] = 1 },
            Function("one", _ => 3),
            Function("other", _ => RewardResult.NotApplicable("no ground truth")));
        Assert.Equal(3, scored.Groups[0].Rollouts[0].Reward);
        Assert.Equal(["one"], scored.Groups[0].Rollouts[0].RewardParts.Keys);
        Assert.Equal(0, scored.WithoutReward);
    }

    [Fact]
    public async Task Completions_that_nothing_with_a_weight_applies_to_are_counted()
    {
        var scored = await Score(
            [Group("a", "b")],
            new() { ["one"] = 1, ["seen"] = 0 },
            Function("one", completion => completion.Text == "a" ? 2 : RewardResult.NotApplicable()),
            Function("seen", _ => 5));
        Assert.Equal([2.0, 0.0], scored.Groups[0].Rollouts.Select(rollout => rollout.Reward));
        Assert.Equal(1, scored.WithoutReward);
        Assert.Equal(1, scored.Counts["rewards/one/not_applicable"]);
    }

    [Fact]
    public async Task A_throw_and_a_NaN_cost_their_completion_and_are_told_once()
    {
        var scored = await Score(
            [Group("good", "bad", "bad"), Group("nan", "bad")],
            new() { ["picky"] = 1 },
            Function("picky", completion => completion.Text switch
            {
                "bad" => throw new InvalidOperationException("does not like it"),
                "nan" => double.NaN,
                _ => 1,
            }));
        Assert.Equal(4, scored.Failed);
        Assert.Equal(["reward 'picky': does not like it", "reward 'picky': returned NaN"], scored.Faults);
        Assert.Equal("good", Assert.Single(Assert.Single(scored.Groups).Rollouts).Completion.Text);
    }

    [Fact]
    public async Task A_metric_that_fails_costs_no_completion_and_is_counted_by_name()
    {
        var scored = await Score(
            [Group("a", "b")],
            new() { ["one"] = 1, ["seen"] = 0 },
            Function("one", _ => 3),
            Function("seen", completion => completion.Text == "a" ? throw new InvalidOperationException("no") : 1));
        Assert.Equal(0, scored.Failed);
        Assert.Equal([3.0, 3.0], scored.Groups[0].Rollouts.Select(rollout => rollout.Reward));
        Assert.Equal(["one"], scored.Groups[0].Rollouts[0].RewardParts.Keys);
        Assert.Equal(new Dictionary<string, double> { ["rewards/one/failed"] = 0, ["rewards/seen/failed"] = 1 }, scored.Counts);
        Assert.Equal("reward 'seen': no", scored.FailuresOf["seen"].Fault);
    }

    [Fact]
    public async Task The_first_answer_that_was_found_is_kept()
    {
        var scored = await Score(
            [Group("x")],
            new() { ["a"] = 1, ["b"] = 1 },
            Function("a", _ => 1),
            Function("b", _ => RewardResult.Of(1, extracted: "42")));
        Assert.Equal("42", scored.Groups[0].Rollouts[0].Extracted);
    }

    [Fact]
    public async Task A_group_function_must_answer_for_every_completion()
    {
        var scored = await Score([Group("x", "y")], new() { ["g"] = 1 }, new RewardFunction("g", null, new TooFew(), exception => exception.Message));
        Assert.Equal(2, scored.Failed);
        Assert.Equal(["reward 'g': 1 results for 2 completions"], scored.Faults);
        Assert.Equal(ImmutableArray<RolloutGroup>.Empty, scored.Groups);
    }

    private sealed class TooFew : IGroupRewardFunction
    {
        public ValueTask<IReadOnlyList<RewardResult>> ScoreGroupAsync(
            Prompt prompt, IReadOnlyList<Completion> group, CancellationToken cancellationToken) =>
            new([RewardResult.Of(1)]);
    }
}
