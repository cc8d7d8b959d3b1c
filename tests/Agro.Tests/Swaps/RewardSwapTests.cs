using Agro.Engine;

namespace Agro.Tests.Swaps;

public sealed class RewardSwapTests : IDisposable
{
    private readonly SwapRun run = new();

    public void Dispose() => run.Dispose();

    /// <summary>A reward with a share of the length in it, so that there is something to learn.</summary>
    private static string Reward(string expression, string more = "") => $$"""
        [Component("mine")]
        public sealed class Mine : IRewardFunction
        {
            {{more}}
            public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken token) =>
                new(RewardResult.Of({{expression}}));
        }
        """;

    [Fact]
    public void A_new_version_is_used_from_the_next_step_on()
    {
        run.UseReward(Reward("1"));
        run.After(2, () => run.Compile(Reward("3"))).Until(SwapOutcome.Swapped).Go();

        var swapped = run.Event("swap");
        var step = swapped["step"]!.GetValue<long>();
        Assert.Equal(4, swapped["canary"]!["rewards/mine"]!["completions"]!.GetValue<int>());
        Assert.Equal(3, swapped["canary"]!["rewards/mine"]!["mean_after"]!.GetValue<double>());
        Assert.Equal(2, swapped["canary"]!["rewards/mine"]!["largest_change"]!.GetValue<double>());
        Assert.Contains("mean 1 -> 3, 4 changed, by 2 at most", run.Last(SwapOutcome.Swapped), StringComparison.Ordinal);
        foreach (var line in run.Fixture.Lines("run", "metrics.jsonl"))
        {
            var at = line["step"]!.GetValue<long>();
            Assert.Equal(at > step ? 3 : 1, line["reward"]!.GetValue<double>());
            Assert.Equal(at == step + 1 ? 1 : null, line["swaps"]?.GetValue<double>());
        }
    }

    [Fact]
    public void A_run_with_an_exchange_by_the_same_code_has_the_metrics_of_one_without()
    {
        var reward = "completion.Tokens.Length + completion.Text.Length";
        run.UseReward(Reward(reward));
        run.After(2, () => run.Compile(Reward(reward, "public static int Other;"))).Until(SwapOutcome.Swapped).Go(5);
        run.Compile(Reward(reward));
        var other = new Runs.RecordingObserver { StopAfter = run.Steps };
        run.Fixture.Run("other", other);

        Assert.Empty(other.Swaps);
        Assert.Equal(run.Fixture.Metrics("other"), run.Fixture.Metrics("run").Select(line => line.Replace(",\"swaps\":1", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_new_version_that_throws_on_the_last_rollouts_is_refused()
    {
        run.UseReward(Reward("1"));
        run.After(2, () => run.Compile(Reward("""calls >= 0 ? throw new InvalidOperationException("odd") : 1""", "private int calls;"))).Until(SwapOutcome.Refused).Go();

        Assert.Contains("rewards/mine: tried on the last step: it failed on 4 of 4: reward 'mine': InvalidOperationException: odd at Mine.cs:6", run.Last(SwapOutcome.Refused), StringComparison.Ordinal);
        Assert.All(run.Fixture.Lines("run", "metrics.jsonl"), line => Assert.Equal(1, line["reward"]!.GetValue<double>()));
    }

    [Fact]
    public void A_new_version_that_fails_on_probation_goes_back_and_the_step_is_done_again()
    {
        run.UseReward(Reward("1"));
        // The trial calls it 4 times with an instance of its own, the first step in use 4 times: it throws in the second.
        run.After(2, () => run.Compile(Reward("""++calls > 6 ? throw new InvalidOperationException("tired") : 2""", "private int calls;")))
            .Until(SwapOutcome.TakenBack).Go();

        var back = run.Event("swap-back");
        Assert.True(back["redone_step"]!.GetValue<bool>());
        Assert.Contains("tired at Mine.cs", back["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        var step = run.Event("swap")["step"]!.GetValue<long>();
        Assert.Equal(step + 1, back["step"]!.GetValue<long>());
        Assert.All(run.Fixture.Lines("run", "metrics.jsonl"), line =>
            Assert.Equal(line["step"]!.GetValue<long>() == step + 1 ? 2 : 1, line["reward"]!.GetValue<double>()));
    }
}
