using Agro.Tests.Runs;

namespace Agro.Tests.Rewards.Canaries;

/// <summary>A run does not start with a reward whose known cases do not come out.</summary>
public sealed class CanaryTests : IDisposable
{
    private readonly RunFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    private static string Reward(string score, string expected) => $$"""
        [Component("mine")]
        public sealed class Mine : IRewardFunction, IRewardCanaries
        {
            public IReadOnlyList<RewardCanary> Canaries => new[]
            {
                RewardCanary.Of("the answer", "42", "it is 42", 1),
                RewardCanary.Of("another number", "42", "it is 41", {{expected}}),
            };

            public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken token) => new(RewardResult.Of({{score}}, "as it is", "41"));
        }
        """;

    private string Fault()
    {
        var fault = Assert.ThrowsAny<InputException>(() => _fixture.Run("run"));
        Assert.False(Directory.Exists(Path.Combine(_fixture.Folder, "run")));
        return fault.Message;
    }

    [Theory]
    [InlineData("none")]
    [InlineData("process")]
    public void A_reward_that_brings_cases_is_held_to_them(string isolation)
    {
        _fixture.AddPlugin(Reward("1", "0"));
        _fixture.Recipe["rewards"] = $"[ {{ use: mine, isolation: {isolation} }} ]";
        var fault = Fault();
        Assert.Contains("rewards.0: the case 'another number' of mine does not come out: completion \"it is 41\", answer \"42\": expected 0, found 1, extracted \"41\" (as it is)", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("the answer'", fault, StringComparison.Ordinal);

        _fixture.AddPlugin(Reward("completion.Text.Contains(prompt.Answer ?? \"?\") ? 1 : 0", "0"));
        Assert.Equal(4, _fixture.Run("run").Steps);
    }

    [Fact]
    public void The_recipes_cases_are_told_at_their_lines_all_at_once()
    {
        _fixture.Recipe["rewards"] = """

              - use: exact-match
                canary:
                  - { completion: "42", answer: "42", reward: 1 }
                  - { name: off by one, completion: "43", answer: "42", reward: 1 }
                  - { completion: "x", reward: 0 }
                  - { completion: "x", applies: false }
                  - { completion: "42", answer: "42", at_most: 0.5 }
            """;
        var fault = Fault().Split('\n');
        Assert.Equal(3, fault.Length);
        Assert.Contains("recipe.yaml:9:9 rewards.0.canary.1: the case 'off by one' of exact-match does not come out: completion \"43\", answer \"42\": expected 1, found 0", fault[0], StringComparison.Ordinal);
        Assert.Contains("recipe.yaml:10:9 rewards.0.canary.2: the case of exact-match does not come out: completion \"x\": expected 0, found that it does not apply", fault[1], StringComparison.Ordinal);
        Assert.Contains("expected at most 0.5, found 1", fault[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ reward: 1 }", "has neither completion nor completions")]
    [InlineData("{ completion: a, completions: [b], reward: 1 }", "has both completion and completions")]
    [InlineData("{ completion: a }", "says in 0 ways what is expected: give one of reward, rewards, at_least with at_most, applies: false")]
    [InlineData("{ completion: a, reward: 1, applies: false }", "says in 2 ways")]
    [InlineData("{ completions: [a, b], rewards: [1] }", "has 1 rewards for 2 completions")]
    [InlineData("{ completion: a, at_least: 2, at_most: 1 }", "expects at least 2 and at most 1")]
    public void A_case_that_says_too_little_or_too_much_is_refused(string canary, string text)
    {
        _fixture.Recipe["rewards"] = $"[ {{ use: exact-match, canary: [ {canary} ] }} ]";
        Assert.Contains($"rewards.0.canary.0: {text}", Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_on_which_the_reward_fails_says_what_it_threw()
    {
        _fixture.AddPlugin(PluginCompiler.Returning("mine", "completion.Text == \"x\" ? throw new InvalidOperationException(\"no x\") : 1"));
        _fixture.Recipe["rewards"] = "[ { use: mine, canary: [ { completion: x, reward: 0 } ] } ]";
        Assert.Contains("expected 0, found reward 'mine': InvalidOperationException: no x at Mine.cs:", Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stateful_reward_does_not_remember_its_cases()
    {
        _fixture.AddPlugin("""
            [Component("mine")]
            public sealed class Mine : IRewardFunction, IStateful
            {
                private int calls;
                public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken token) => new(RewardResult.Of(Interlocked.Increment(ref calls)));
                public ComponentState SaveState() => new(1, new() { ["calls"] = calls });
                public void LoadState(ComponentState state) => calls = (int)state.Data["calls"]!;
            }
            """);
        _fixture.Recipe["rewards"] = "[ { use: mine, canary: [ { completion: x, reward: 1 }, { completion: x, reward: 2 } ] } ]";
        _fixture.Recipe.Remove("eval");
        _fixture.Recipe["data"] = "{ train: { use: arithmetic } }";
        _fixture.Run("run");
        Assert.Equal(6.5, _fixture.Lines("run", "metrics.jsonl")[0]["reward"]!.GetValue<double>());
    }

    [Fact]
    public void Groups_have_cases_too()
    {
        _fixture.AddPlugin("""
            [Component("mine")]
            public sealed class Mine : IGroupRewardFunction
            {
                public ValueTask<IReadOnlyList<RewardResult>> ScoreGroupAsync(Prompt prompt, IReadOnlyList<Completion> group, CancellationToken token) =>
                    new(group.Select(completion => RewardResult.Of(group.Count(other => other.Text.Length < completion.Text.Length))).ToList());
            }
            """);
        _fixture.Recipe["rewards"] = "[ { use: mine, canary: [ { completions: [a, bb, ccc], rewards: [0, 1, 3] } ] } ]";
        Assert.Contains("completion \"ccc\": expected 3, found 2", Fault(), StringComparison.Ordinal);
    }
}
