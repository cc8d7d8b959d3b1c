using Agro.Engine;

namespace Agro.Tests.Swaps;

/// <summary>Rewards with known cases, and rewards in processes of their own, are exchanged while a run goes on.</summary>
public sealed class CanarySwapTests : IDisposable
{
    private readonly SwapRun run = new();

    public void Dispose() => run.Dispose();

    private static string Reward(string score) => PluginCompiler.Returning("mine", score, "Mine");

    [Fact]
    public void A_version_whose_known_case_does_not_come_out_is_refused_and_the_run_goes_on()
    {
        run.UseReward(Reward("completion.Text == \"right\" ? 1 : 0.5"));
        run.Fixture.Recipe["rewards"] = "[ { use: mine, canary: [ { name: known right, completion: right, reward: 1 } ] } ]";
        run.After(2, () => run.Compile(Reward("0.25"))).Until(SwapOutcome.Refused).Go();
        Assert.Contains("rewards/mine: tried on the last step: the case 'known right' of mine does not come out: completion \"right\": expected 1, found 0.25", run.Last(SwapOutcome.Refused), StringComparison.Ordinal);
        Assert.All(run.Fixture.Lines("run", "metrics.jsonl"), line => Assert.Equal(0.5, line["reward"]!.GetValue<double>()));
    }

    [Fact]
    public void A_reward_in_processes_is_exchanged_for_the_new_bytes()
    {
        run.UseReward(Reward("1"));
        run.Fixture.Recipe["rewards"] = "[ { use: mine, isolation: process } ]";
        run.After(2, () => run.Compile(Reward("completion.PolicyVersion < 0 ? 0 : 3"))).Until(SwapOutcome.Swapped).Go();
        var step = run.Event("swap")["step"]!.GetValue<long>();
        Assert.All(run.Fixture.Lines("run", "metrics.jsonl"), line =>
            Assert.Equal(line["step"]!.GetValue<long>() > step ? 3 : 1, line["reward"]!.GetValue<double>()));
    }

    [Fact]
    public void A_process_that_has_to_be_started_anew_is_of_the_version_in_use_whatever_lies_on_disk()
    {
        const string Restless = "Interlocked.Increment(ref Mine.Calls) > 6 ? Exit() : 1";
        const string More = """
            public sealed partial class Mine { public static int Calls; private static double Exit() { Environment.Exit(1); return 0; } }
            """;
        string Source(string score) => Reward(score).Replace("sealed class", "sealed partial class", StringComparison.Ordinal) + More;
        run.UseReward(Source(Restless));
        run.Fixture.Recipe["rewards"] = "[ { use: mine, isolation: { kind: process, processes: 1 } } ]";
        // Refused because it throws at once, it stays on disk.
        run.After(1, () => run.Compile(Source("Calls >= 0 ? throw new InvalidOperationException() : 1"))).Until(SwapOutcome.Refused).Go(8);
        Assert.All(run.Fixture.Lines("run", "metrics.jsonl"), line => Assert.Equal(1, line["reward"]!.GetValue<double>()));
        Assert.True(run.Fixture.Lines("run", "metrics.jsonl").Sum(line => line["rewards/mine/processes_lost"]?.GetValue<double>() ?? 0) > 0);
    }
}
