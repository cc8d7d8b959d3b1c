using Agro.Engine;
using Agro.Tests.Runs;

namespace Agro.Tests.Swaps;

/// <summary>Hundreds of exchanges in one process.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class SwapSoakTests : IDisposable
{
    private const int Swaps = 500, WarmUp = 100;
    private readonly SwapRun run = new();
    private readonly List<(long Managed, long Resident)> measured = [];

    public void Dispose() => run.Dispose();

    [Fact]
    public void Five_hundred_versions_of_a_plugin_leave_memory_as_it_was()
    {
        run.UseReward(PluginCompiler.Constant("mine", 0, "Mine"));
        var versions = new[] { 1, 2 }.Select(value =>
            PluginCompiler.Compile(Path.Combine(run.Fixture.Folder, $"{value}/Mine.dll"), PluginCompiler.Constant("mine", value, "Mine"))).ToArray();
        Soak(version => File.Copy(versions[version % 2], Path.Combine(run.Fixture.Folder, "plugins/Mine/Mine.dll"), overwrite: true));
    }

    private void Soak(Action<int> write)
    {
        for (var version = 1; version <= Swaps; version++)
        {
            var now = version;
            run.After(0, () => write(now)).Until(SwapOutcome.Swapped, now);
            if (version % WarmUp == 0) run.After(1, Measure);
        }

        run.Go();
        TestContext.Current.TestOutputHelper!.WriteLine($"managed, resident bytes: {string.Join(" -> ", measured)} in {run.Steps} steps");
        Assert.DoesNotContain(run.Observer.Warnings, warning => warning.Contains("still in memory", StringComparison.Ordinal));
        var after = Swaps - WarmUp;
        Assert.InRange((measured[^1].Managed - measured[0].Managed) / after, long.MinValue, 1000);
        // A version that stays costs 77 KB and more; the rest is what an allocator keeps in reserve.
        Assert.InRange((measured[^1].Resident - measured[0].Resident) / after, long.MinValue, 40_000);
    }

    private void Measure()
    {
        // What the test itself keeps of each step.
        run.Observer.Steps.Clear();
        for (var i = 0; i < 4; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        measured.Add((GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet));
    }
}
