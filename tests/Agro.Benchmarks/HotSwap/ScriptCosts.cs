using System.Diagnostics;
using Agro.Engine.Hooks;
using Agro.Tests;

namespace Agro.Benchmarks.HotSwap;

/// <summary>Compiling and loading a script: for the first time in a process, again, and from what was kept.</summary>
internal static class ScriptCosts
{
    private const int Rounds = 30;

    public static void Measure()
    {
        using var folder = new TemporaryFolder();
        var folders = ScriptFolders.Default with { Cache = folder.Of("cache") };
        Figures.Print("script: first compilation of a process", [Compile(0)], "ms");
        Figures.Print("script: compilation, warm", Enumerable.Range(1, Rounds).Select(Compile), "ms");
        Figures.Print("script: kept from an earlier start", Enumerable.Range(0, Rounds).Select(_ => Compile(Rounds)), "ms");

        double Compile(int version)
        {
            var path = folder.Write("hook.csx", $$"""
                var best = {{version}}.0;
                OnStep(step =>
                {
                    if (!step.Metrics.TryGetValue("reward", out var reward) || reward <= best) return;
                    best = reward;
                    step.LogMetric("best", best);
                });
                """);
            var start = Stopwatch.GetTimestamp();
            ScriptCompiler.Compile(path, folders);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }
}
