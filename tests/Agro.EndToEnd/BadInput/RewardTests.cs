using System.Text.Json.Nodes;

namespace Agro.EndToEnd.BadInput;

public sealed class RewardTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A reward whose calls are counted from 0 in <c>call</c>.</summary>
    private void UseReward(string score)
    {
        _folder.AddPlugin($$"""
            [Component("mine")]
            public sealed class Mine : IRewardFunction
            {
                private int calls;
                public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken token)
                {
                    var call = Interlocked.Increment(ref calls) - 1;
                    return new(RewardResult.Of({{score}}));
                }
            }
            """);
        _folder.Recipe["rewards"] = "[ { use: mine } ]";
    }

    [Theory]
    [InlineData("call % 4 == 3 ? throw new InvalidOperationException(\"too hard\") : call", "InvalidOperationException: too hard at Mine.cs:8")]
    [InlineData("call % 4 == 3 ? double.NaN : call", "NotFiniteNumberException: returned NaN")]
    public async Task Completions_that_cannot_be_scored_are_left_out_and_counted(string score, string fault)
    {
        UseReward(score);
        var result = (await _folder.RunAsync()).Expect(0);
        RunFolder.AssertLines([$"warning: reward 'mine': {fault} (the completion is left out; told once)"], result);
        Assert.Equal(2 * 3, File.ReadLines(_folder.Of("run/rollouts.jsonl")).Count());
        Assert.All(File.ReadLines(_folder.Of("run/metrics.jsonl")), line => Assert.Equal(1, JsonNode.Parse(line)!["rewards/failed"]!.GetValue<double>()));
    }

    [Fact]
    public async Task Too_many_failures_stop_the_run_with_what_was_reached_and_how_to_go_on()
    {
        UseReward("call >= 9 ? throw new InvalidOperationException(\"worn out\") : call");
        _folder.Recipe["training"] = "{ steps: 4, learning_rate: 1.0e-3, checkpoint_every: 1, keep_checkpoints: 1 }";
        var result = (await _folder.RunAsync()).Expect(1);
        RunFolder.AssertLines(
            [
                "warning: reward 'mine': InvalidOperationException: worn out at Mine.cs:8 (the completion is left out; told once)",
                "step 3: 3 of 4 completions could not be scored, more than rollouts.max_failed_share (0.5): reward 'mine': InvalidOperationException: worn out at Mine.cs:8",
                "Step 2 is saved in run/checkpoints/step-000002. To go on once this is mended: the same command with --resume --output run",
            ],
            result);
        _folder.AssertNothingHalfWritten();
        Assert.Equal("failed", JsonNode.Parse(File.ReadLines(_folder.Of("run/events.jsonl")).Last())!["event"]!.GetValue<string>());

        // The advice holds: with the reward mended, the run goes on.
        UseReward("call");
        (await _folder.RunAsync("--resume")).Expect(0);
        Assert.Equal(["step-000004"], _folder.Checkpoints());
        Assert.Equal(4, File.ReadLines(_folder.Of("run/metrics.jsonl")).Count());
    }

    [Fact]
    public async Task A_reward_that_was_renamed_meanwhile_goes_on_with_its_weight_in_the_recipe()
    {
        UseReward("call >= 4 ? double.NaN : call");
        (await _folder.RunAsync()).Expect(1);
        _folder.Recipe["rewards"] = "[ { use: length, unit: tokens, target: 4, weight: 2 } ]";
        (await _folder.RunAsync("--resume")).Expect(0);
        Assert.Equal(-2, JsonNode.Parse(File.ReadLines(_folder.Of("run/metrics.jsonl")).Last())!["reward"]!.GetValue<double>());
    }
}
