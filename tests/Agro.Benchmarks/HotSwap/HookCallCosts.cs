using System.Diagnostics;
using Agro.Engine.Hooks;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Runs;
using Agro.Tests;

namespace Agro.Benchmarks.HotSwap;

/// <summary>The host's share of a call of a hook that does nothing.</summary>
internal static class HookCallCosts
{
    private const int Rounds = 20, Calls = 200_000;

    public static void Measure()
    {
        using var folder = new TemporaryFolder();
        var script = ScriptHook.LoadAsync(folder.Write("hook.csx", "OnStep(step => { });"), CancellationToken.None).GetAwaiter().GetResult();
        var run = new RunContext("name", "folder", 1, _ => { });
        var step = new StepContext(run, 1, new Dictionary<string, double>(), []) { LearningRate = 1, RewardWeights = new Dictionary<string, double>() };
        foreach (var (name, timeout) in new[] { ("on the training thread", HookTimeout.Report), ("on a thread of its own (on_timeout: disable)", HookTimeout.Disable) })
        {
            var slot = new ComponentSlot("hooks/0", ComponentKind.Hook, RunComponents.Version(script));
            using var watchdog = new HookWatchdog(_ => { }, TimeProvider.System);
            using var hooks = new HookCalls([new(slot, new(TimeSpan.FromSeconds(60), timeout))], watchdog, (_, _, _) => { });
            var calls = timeout == HookTimeout.Report ? Calls : Calls / 100;
            Func<ITrainingHook, ValueTask> call = hook => hook.OnStepAsync(step, CancellationToken.None);
            Figures.Print($"hook call, {name}", Enumerable.Range(0, Rounds).Select(_ =>
            {
                var start = Stopwatch.GetTimestamp();
                for (var i = 0; i < calls; i++) hooks.Call("OnStep", call);
                return Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
            }).Skip(3), "ns");
        }
    }
}
