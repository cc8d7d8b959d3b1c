using Agro.Engine;
using Agro.Tests.Runs;

namespace Agro.Tests.Swaps;

/// <summary>Hundreds of exchanges in one process.</summary>
[Collection(AloneInTheProcess.Name)]
public sealed class SwapSoakTests : IDisposable
{
    private const int Swaps = 500;
    private readonly SwapRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void Five_hundred_plugins_leave_memory_as_it_was()
    {
        run.UseReward(Reward(0));
        for (var version = 1; version <= Swaps; version++)
        {
            var value = version;
            run.After(0, () => run.Compile(Reward(value))).Until(SwapOutcome.Swapped, value);
            if (version is 100 or Swaps) run.After(1, Measure);
        }

        run.Go();
        AssertFlat("the old version of a plugin");
    }

    private readonly List<(long Managed, long Resident)> measured = [];

    private static string Reward(int value) => PluginCompiler.Constant("mine", value, "Mine");

    private void Measure()
    {
        for (var i = 0; i < 4; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        measured.Add((GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet));
    }

    private void AssertFlat(string what)
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"{string.Join(" -> ", measured)}, {run.Steps} steps");
        Assert.DoesNotContain(run.Observer.Warnings, warning => warning.Contains("still in memory", StringComparison.Ordinal));
        var perSwap = (measured[1].Managed - measured[0].Managed) / (double)(Swaps - 100);
        Assert.True(perSwap < 1000, $"{what}: {perSwap:0} bytes for each exchange");
    }
}
