using System.Diagnostics;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Rewards;
using Agro.Engine.Rewards.Isolation;
using Agro.Engine.Rollouts;
using Agro.Tests;

namespace Agro.Benchmarks.Rewards;

/// <summary>What the host adds to a call of a reward that does nothing.</summary>
internal static class RewardBenchmark
{
    private const int Rounds = 12, Warm = 3;

    /// <summary>Measures.</summary>
    /// <returns>The exit code.</returns>
    public static int Run()
    {
        using var folder = new TemporaryFolder();
        var plugin = PluginCompiler.Compile(folder.Of("Mine.dll"), PluginCompiler.Constant("mine", 1));
        var description = PluginCatalog.Load(new PluginSources { BuiltInFolder = null, Paths = [plugin] }).Find(ComponentKind.Reward, "mine")!;
        var none = new RewardReference { Use = "mine" };
        Measure("call, inside the host, 20 tokens", description, none, 20, 20_000);
        foreach (var processes in (int[])[1, 2])
        {
            var isolated = none with { Isolation = new() { Kind = RewardIsolation.Process, Processes = processes } };
            foreach (var tokens in (int[])[20, 1000]) Measure($"call, {processes} process(es), {tokens} tokens", description, isolated, tokens, 1000);
        }

        var one = none with { Isolation = new() { Kind = RewardIsolation.Process, Processes = 1 } };
        List<double> starts = [], ends = [];
        for (var i = 0; i < Rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var made = (IsolatedReward)RewardFunction.ComponentOf(description, one);
            starts.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            start = Stopwatch.GetTimestamp();
            made.Dispose();
            ends.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        Figures.Print("start of a process, to its first answer", starts.Skip(Warm), "ms");
        Figures.Print("orderly end of a process", ends.Skip(Warm), "ms");
        return 0;
    }

    private static void Measure(string name, ComponentDescription description, RewardReference reference, int tokens, int calls)
    {
        var component = RewardFunction.ComponentOf(description, reference);
        var function = RewardFunction.Of(reference, component);
        var group = new UnscoredGroup(
            new Prompt { Id = "p", Text = new string('q', 100), Answer = "42" }, [1],
            [.. Enumerable.Range(0, calls).Select(i => new Completion
            {
                Text = new string('a', 4 * tokens),
                Tokens = [.. Enumerable.Range(i, tokens)],
                LogProbs = [.. Enumerable.Range(1, tokens).Select(j => -1f / j)],
                FinishReason = FinishReason.Stop,
                PolicyVersion = 0,
            })]);
        Figures.Print(name, Enumerable.Range(0, Rounds).Select(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            new RewardScorer().ScoreAsync([function], new Dictionary<string, double> { ["mine"] = 1 }, [group], CancellationToken.None).GetAwaiter().GetResult();
            return Stopwatch.GetElapsedTime(start).TotalMicroseconds / calls;
        }).Skip(Warm), "us");
        (component as IDisposable)?.Dispose();
    }
}
