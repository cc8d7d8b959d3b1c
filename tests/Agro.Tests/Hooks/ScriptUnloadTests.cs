using System.Runtime.CompilerServices;
using Agro.Engine.Plugins;

namespace Agro.Tests.Hooks;

public sealed class ScriptUnloadTests : IDisposable
{
    private readonly HookRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void Fifty_recompiled_scripts_all_leave_memory()
    {
        var retired = new RetiredContexts();
        for (var version = 0; version < 50; version++) UseOnce(version, retired);
        Assert.True(Collect.UntilNone(retired), $"{retired.Alive} of 50 scripts are still in memory");
        Assert.Empty(retired.Check());
    }

    [Fact]
    public void A_script_that_threw_leaves_memory_though_its_fault_is_kept()
    {
        var retired = new RetiredContexts();
        var fault = Fail(retired);
        Assert.True(Collect.UntilNone(retired));
        Assert.Contains("hook.csx:1", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_that_is_held_is_reported_once_by_its_name()
    {
        var retired = new RetiredContexts();
        var held = Hold(retired);
        Assert.False(Collect.UntilNone(retired));
        var warning = Assert.Single(retired.Check());
        Assert.StartsWith($"{run.Of("hook.csx")}: its old version is still in memory", warning, StringComparison.Ordinal);
        Assert.Empty(retired.Check());
        GC.KeepAlive(held);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void UseOnce(int version, RetiredContexts retired)
    {
        var hook = run.LoadAsync($"class Counter {{ public int Count; }} var counter = new Counter(); "
            + $"OnStep(step => {{ counter.Count++; step.LogMetric(\"version\", {version}); }});").GetAwaiter().GetResult();
        hook.OnStepAsync(run.Step(), CancellationToken.None).AsTask().GetAwaiter().GetResult();
        Assert.Equal(version, run.Metrics["version"]);
        hook.Retire(retired);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private PluginException Fail(RetiredContexts retired)
    {
        var hook = run.LoadAsync("class Odd : Exception { } OnStep(step => throw new Odd());").GetAwaiter().GetResult();
        var fault = Assert.Throws<PluginException>(() =>
            hook.OnStepAsync(run.Step(), CancellationToken.None).AsTask().GetAwaiter().GetResult());
        hook.Retire(retired);
        return fault;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private object Hold(RetiredContexts retired)
    {
        var hook = run.LoadAsync("class Odd { } OnRunStarted(run => AppContext.SetData(\"agro.test.held\", new Odd()));")
            .GetAwaiter().GetResult();
        hook.OnRunStartedAsync(run.Run(), CancellationToken.None).AsTask().GetAwaiter().GetResult();
        var held = AppContext.GetData("agro.test.held")!;
        AppContext.SetData("agro.test.held", null);
        hook.Retire(retired);
        return held;
    }
}
