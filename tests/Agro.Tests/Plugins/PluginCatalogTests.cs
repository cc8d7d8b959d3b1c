using Agro.Engine.Plugins;

namespace Agro.Tests.Plugins;

public sealed class PluginCatalogTests : IDisposable
{
    private readonly PluginFolder plugins = new();

    public void Dispose() => plugins.Dispose();

    [Fact]
    public async Task A_plugin_is_described_with_its_documentation_and_used()
    {
        plugins.Compile("Length.dll", """
            [assembly: System.Reflection.AssemblyInformationalVersion("1.2.3-beta")]
            public sealed record LengthOptions { public int Target { get; init; } = 3; }
            [Component("length")]
            internal sealed class Length(LengthOptions options) : IRewardFunction
            {
                public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken) =>
                    new(RewardResult.Of(completion.Text.Length - options.Target));
            }
            public sealed class Unmarked : IRewardFunction
            {
                public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken token) => default;
            }
            """);
        File.WriteAllText(plugins.Of("Length.xml"), """
            <doc><members>
              <member name="T:Length"><summary>Rewards length.</summary></member>
              <member name="P:LengthOptions.Target"><summary>How long.</summary></member>
            </members></doc>
            """);
        var catalog = plugins.Load("Length.dll");
        var length = Assert.Single(catalog.Components);

        Assert.Equal((ComponentKind.Reward, "length", "Rewards length."), (length.Kind, length.Name, length.Summary));
        Assert.Equal((plugins.Of("Length.dll"), "1.2.3-beta"), (length.PluginPath, length.PluginVersion));
        Assert.Equal("How long.", length.Documentation(length.OptionsType!.GetProperty("Target")!));
        Assert.Equal(64, length.PluginHash.Length);
        Assert.Equal(-2, await PluginFolder.ScoreAsync(catalog, "length", Activator.CreateInstance(length.OptionsType)));
        Assert.Null(catalog.Find(ComponentKind.Hook, "length"));
        Assert.Empty(catalog.Notices);
    }

    [Fact]
    public void Every_contract_has_its_kind()
    {
        plugins.Compile("All.dll", """
            [Component("a")] class A : IGroupRewardFunction
            {
                public ValueTask<IReadOnlyList<RewardResult>> ScoreGroupAsync(Prompt p, IReadOnlyList<Completion> g, CancellationToken c) =>
                    default;
            }
            [Component("a")] class B : IDataSource
            {
                public long? Count => 1;
                public ValueTask<Prompt> GetAsync(long i, CancellationToken c) => default;
            }
            [Component("a")] class C : IPolicyGradientAlgorithm
            {
                public AlgorithmNeeds Needs => default;
                public PolicyLoss ComputeLoss(PolicyBatch b) => null;
            }
            [Component("a")] class D : ITracker
            {
                public ValueTask LogMetricsAsync(long s, IReadOnlyDictionary<string, double> m, CancellationToken c) => default;
                public ValueTask DisposeAsync() => default;
            }
            class Outer { [Component("a")] public class E : ITrainingHook { } }
            """);
        Assert.Equal(Enum.GetValues<ComponentKind>(), plugins.Load("All.dll").Components.Select(component => component.Kind));
    }

    [Fact]
    public void Folders_give_their_plugins_and_pass_over_what_lies_beside_them()
    {
        var dependency = plugins.Compile("flat/Words.dll", "public static class Words { public static double One => 1; }");
        plugins.Compile("flat/Flat.dll", PluginCompiler.Returning("flat", "Words.One"), dependency);
        plugins.Compile("flat/Nested/Nested.dll", PluginCompiler.Constant("nested", 2));
        plugins.Compile("flat/Nested/Other.dll", PluginCompiler.Constant("other", 3));
        File.WriteAllText(plugins.Of("flat/native.dll"), "not an assembly");
        Assert.Equal(["flat", "nested"], plugins.Load("flat").Components.Select(component => component.Name));
    }

    [Fact]
    public async Task A_users_component_replaces_the_hosts_own_with_a_notice()
    {
        var standard = PluginCompiler.Constant("format", 1) + PluginCompiler.Constant("exact", 1, "Exact");
        plugins.Compile("built-in/Standard/Standard.dll", standard);
        plugins.Compile("Mine.dll", PluginCompiler.Constant("format", 2));
        var mine = plugins.Of("Mine.dll");
        var catalog = PluginCatalog.Load(new PluginSources { BuiltInFolder = plugins.Of("built-in"), Paths = [mine, mine] });

        Assert.Equal(2, await PluginFolder.ScoreAsync(catalog, "format"));
        Assert.Equal(1, await PluginFolder.ScoreAsync(catalog, "exact"));
        Assert.Equal($"'format' comes from {mine} instead of the host's own Standard.dll", Assert.Single(catalog.Notices));
        Assert.Equal([true, false], catalog.Plugins.Select(plugin => plugin.IsBuiltIn));
    }

    [Fact]
    public void The_hosts_own_plugins_load_as_a_users_would_and_are_documented()
    {
        string[] names = ["DataSources", "PolicyGradients", "Rewards"];
        var catalog = PluginCatalog.Load(new PluginSources
        {
            BuiltInFolder = null,
            Paths = [.. names.Select(name => Path.Combine(AppContext.BaseDirectory, $"Agro.Plugins.{name}.dll"))],
        });
        Assert.Equal(names, catalog.Plugins.Select(plugin => plugin.Path.Split('.')[^2]));
        Assert.All(catalog.Components, component => Assert.NotEqual("", component.Summary));
        Assert.NotNull(catalog.Find(ComponentKind.Algorithm, "agro"));
    }

    [Fact]
    public void Without_a_folder_of_its_own_plugins_the_host_has_none() =>
        Assert.Empty(PluginCatalog.Load(new PluginSources { BuiltInFolder = plugins.Of("absent") }).Components);

    [Fact]
    public async Task A_reloaded_plugin_stands_beside_the_one_in_use()
    {
        plugins.Compile("Mine.dll", PluginCompiler.Constant("mine", 1));
        var before = plugins.Load("Mine.dll");
        File.Delete(plugins.Of("Mine.dll"));
        plugins.Compile("Mine.dll", PluginCompiler.Constant("mine", 2));
        var after = before.With(before.Reload(plugins.Of("Mine.dll")));

        Assert.Equal(1, await PluginFolder.ScoreAsync(before, "mine"));
        Assert.Equal(2, await PluginFolder.ScoreAsync(after, "mine"));
        Assert.NotEqual(before.Plugins[0].Hash, after.Plugins[0].Hash);
    }

    [Fact]
    public void The_hash_is_that_of_the_files_that_decide_what_a_plugin_does()
    {
        var words = plugins.Compile("Words.dll", "public static class Words { public static double One => 1; }");
        plugins.Compile("Mine.dll", PluginCompiler.Returning("mine", "Words.One"), words);
        string Hash() => PluginFiles.Of(PluginMetadata.TryRead(plugins.Of("Mine.dll"))!).Hash();
        var first = Hash();
        File.WriteAllText(plugins.Of("Mine.pdb"), "");
        plugins.Compile("Stranger.dll", "public class Stranger;");
        Assert.Equal(first, Hash());

        plugins.Compile("Words.dll", "public static class Words { public static double One => 1.5; }");
        var second = Hash();
        Assert.NotEqual(first, second);
        File.WriteAllText(plugins.Of("Mine.deps.json"),
            """{ "runtimeTarget": { "name": "net" }, "targets": { "net": {} }, "libraries": {} }""");
        Assert.NotEqual(second, Hash());
    }
}
