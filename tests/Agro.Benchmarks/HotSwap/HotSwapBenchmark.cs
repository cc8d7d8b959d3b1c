using System.Globalization;
using Agro.Models.Native;

namespace Agro.Benchmarks.HotSwap;

/// <summary>What hot swap costs: the exchange of a plugin and of a script, compiling scripts, calling hooks.</summary>
internal static class HotSwapBenchmark
{
    /// <summary>Runs all of it.</summary>
    /// <param name="swaps">Exchanges of a plugin, and of a script.</param>
    /// <returns>The exit code.</returns>
    public static int Run(int swaps)
    {
        Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {Environment.GetEnvironmentVariable("OMP_NUM_THREADS") ?? "all"} OpenMP threads");
        Console.WriteLine($"{"",-46} {"median",10} {"95 %",10} {"max",10}");
        // First, while the compiler is cold.
        ScriptCosts.Measure();
        HookCallCosts.Measure();
        LibTorch.Load();
        var plugin = SwapCosts.OfPlugin(swaps);
        var script = SwapCosts.OfScript(swaps);
        return plugin && script ? 0 : 1;
    }

    /// <summary>Writes a count with its unit.</summary>
    public static string Count(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
