using System.Runtime.CompilerServices;
using Agro.Engine.Plugins;

namespace Agro.Tests.Plugins;

public sealed class ComponentSlotTests : IDisposable
{
    private readonly PluginFolder plugins = new();

    public void Dispose() => plugins.Dispose();

    /// <summary>A reward that counts its calls, in steps, and keeps the count in its state.</summary>
    private static string Counter(int step, string load = "") => $$"""
        using System.Text.Json.Nodes;
        [Component("counter")]
        public sealed class Counter : IRewardFunction, IStateful, IDisposable
        {
            private double count;
            public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken) =>
                new(RewardResult.Of(count += {{step}}));
            public ComponentState SaveState() => new(1, new JsonObject { ["count"] = count });
            public void LoadState(ComponentState state)
            {
                {{load}}
                count = (double)state.Data["count"];
            }
            public void Dispose() => count = -1;
        }
        """;

    private (PluginCatalog Catalog, ComponentSlot Slot) Start(string source)
    {
        plugins.Compile("Mine.dll", source);
        var catalog = plugins.Load("Mine.dll");
        return (catalog, new ComponentSlot("rewards/mine", ComponentKind.Reward, Create(catalog.Components[0])));
    }

    private static ComponentVersion Create(ComponentDescription description) =>
        new(ComponentFactory.Create<IRewardFunction>(description, null), ComponentOrigin.Of(description));

    private static IReadOnlyList<string> Replace(ComponentSlot slot, ComponentDescription next)
    {
        var old = slot.Current;
        var notices = ComponentExchange.Apply([new(slot, Create(next))]);
        return old.Dispose() is { } fault ? [.. notices, fault.Message] : notices;
    }

    private LoadedPlugin Rebuild(PluginCatalog catalog, string source) => catalog.Reload(plugins.Compile("Mine.dll", source));

    private static async Task<double?> ScoreAsync(ComponentSlot slot) =>
        (await ((IRewardFunction)slot.Component).ScoreAsync(PluginFolder.Prompt, PluginFolder.Answer(""), Token)).Value;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_newer_version_goes_on_with_the_state_of_the_old()
    {
        var (catalog, slot) = Start(Counter(1));
        await ScoreAsync(slot);
        await ScoreAsync(slot);
        var old = (IRewardFunction)slot.Component;
        var next = Rebuild(catalog, Counter(10)).Components[0];
        Assert.Empty(Replace(slot, next));

        Assert.Equal(12, await ScoreAsync(slot));
        Assert.Equal(next.PluginHash, slot.Origin.Hash);
        var disposed = await old.ScoreAsync(PluginFolder.Prompt, PluginFolder.Answer(""), Token);
        Assert.Equal(0, disposed.Value);
    }

    [Fact]
    public async Task A_refused_state_keeps_the_old_version()
    {
        var (catalog, slot) = Start(Counter(1));
        await ScoreAsync(slot);
        var next = Rebuild(catalog, Counter(10, "throw new NotSupportedException($\"state {state.Version} is too old\");")).Components[0];
        var fault = Assert.Throws<PluginException>(() => Replace(slot, next));

        Assert.Equal(("counter", "LoadState"), (fault.Component, fault.Phase));
        Assert.Equal("NotSupportedException: state 1 is too old at Mine.cs:11", fault.Detail);
        Assert.Equal(2, await ScoreAsync(slot));
    }

    [Fact]
    public async Task State_that_a_newer_version_does_not_take_is_reported_as_lost()
    {
        var (catalog, slot) = Start(Counter(1));
        var next = Rebuild(catalog, PluginCompiler.Constant("counter", 7)).Components[0];
        var notice = Assert.Single(Replace(slot, next));
        Assert.Equal("rewards/mine: its new version takes no state, so that of the old one is lost", notice);
        Assert.Equal(7, await ScoreAsync(slot));
    }

    [Fact]
    public async Task A_component_that_fails_at_going_does_not_undo_the_exchange()
    {
        var (catalog, slot) = Start("""
            [Component("mine")]
            public sealed class Mine : IRewardFunction, IAsyncDisposable
            {
                public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken token) => default;
                public ValueTask DisposeAsync() => throw new TimeoutException("still busy");
            }
            """);
        var next = Rebuild(catalog, PluginCompiler.Constant("mine", 2)).Components[0];
        var notice = Assert.Single(Replace(slot, next));
        Assert.EndsWith("mine: Dispose: TimeoutException: still busy at Mine.cs:5", notice, StringComparison.Ordinal);
        Assert.Equal(2, await ScoreAsync(slot));
    }

    [Fact]
    public async Task Replaced_plugins_leave_memory_and_their_state_goes_on()
    {
        var retired = new RetiredContexts();
        var run = Begin();
        for (var version = 2; version <= 10; version++) Swap(run, version, retired);

        Assert.True(Collect.UntilNone(retired), $"{retired.Alive} of 9 replaced plugins are still in memory");
        Assert.Empty(retired.Check());
        Assert.Equal(Enumerable.Range(1, 10).Sum(), await ScoreAsync(run.Slot));
    }

    [Fact]
    public void A_plugin_that_threw_leaves_memory_though_its_fault_is_kept()
    {
        var retired = new RetiredContexts();
        var fault = Fail(retired);
        Assert.True(Collect.UntilNone(retired));
        Assert.Equal("InvalidOperationException: odd at Faulty.cs:1", fault.Detail);
    }

    private sealed class Run
    {
        public required PluginCatalog Catalog { get; set; }

        public required ComponentSlot Slot { get; init; }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Run Begin()
    {
        var (catalog, slot) = Start(Counter(1));
        return new Run { Catalog = catalog, Slot = slot };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Swap(Run run, int version, RetiredContexts retired)
    {
        ScoreAsync(run.Slot).GetAwaiter().GetResult();
        var old = run.Catalog.Plugins[0];
        var next = Rebuild(run.Catalog, Counter(version));
        run.Catalog = run.Catalog.With(next);
        Assert.Empty(Replace(run.Slot, next.Components[0]));
        old.Retire(retired);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private PluginException Fail(RetiredContexts retired)
    {
        plugins.Compile("Faulty.dll", """
            [Component("faulty")] class Faulty : ITrainingHook { public Faulty() => throw new InvalidOperationException("odd"); }
            """);
        var plugin = plugins.Load("Faulty.dll").Plugins[0];
        var fault = Assert.Throws<PluginException>(() => ComponentFactory.Create<ITrainingHook>(plugin.Components[0], null));
        plugin.Retire(retired);
        return fault;
    }
}
