using System.Runtime.Loader;
using Agro.Engine.Plugins;

namespace Agro.Tests.Plugins;

public sealed class PluginIsolationTests : IDisposable
{
    private readonly PluginFolder plugins = new();

    public void Dispose() => plugins.Dispose();

    [Fact]
    public async Task A_plugin_that_ships_the_hosts_assemblies_gets_the_hosts()
    {
        plugins.Compile("fat/Fat.dll", """
            [Component("fat")]
            public sealed class Fat : IRewardFunction
            {
                public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken) =>
                    new(RewardResult.Of(typeof(TorchSharp.torch).Assembly.GetHashCode()));
            }
            """);
        string[] shipped = ["Agro.Abstractions.dll", "TorchSharp.dll"];
        foreach (var name in shipped) File.Copy(Path.Combine(AppContext.BaseDirectory, name), plugins.Of($"fat/{name}"));
        var catalog = plugins.Load("fat");
        var reward = ComponentFactory.Create<IRewardFunction>(Assert.Single(catalog.Components), null);
        var result = await reward.ScoreAsync(PluginFolder.Prompt, PluginFolder.Answer(""), TestContext.Current.CancellationToken);

        Assert.Equal(typeof(TorchSharp.torch).Assembly.GetHashCode(), result.Value);
        Assert.Equal(2, catalog.Notices.Count);
        Assert.Contains("the copy of Agro.Abstractions.dll beside it is not used", catalog.Notices[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_plugins_have_their_own_versions_of_a_dependency()
    {
        foreach (var version in new[] { 1, 2 })
        {
            var source = $"public static class Words {{ public static double Version => {version}; }}";
            var words = plugins.Compile($"v{version}/Words.dll", source);
            plugins.Compile($"v{version}/Plugin{version}.dll",
                PluginCompiler.Returning($"v{version}", "Words.Version"), words);
        }

        var catalog = plugins.Load("v1", "v2");
        Assert.Equal(1, await PluginFolder.ScoreAsync(catalog, "v1"));
        Assert.Equal(2, await PluginFolder.ScoreAsync(catalog, "v2"));
    }

    [Fact]
    public async Task A_plugin_gets_its_own_copy_of_a_library_that_the_host_uses_too()
    {
        plugins.Compile("YamlDotNet.dll", "namespace YamlDotNet { public static class Yaml { public static double Private => 42; } }");
        plugins.Compile("Mine.dll", PluginCompiler.Returning("mine", "YamlDotNet.Yaml.Private"), plugins.Of("YamlDotNet.dll"));
        Assert.Equal(42, await PluginFolder.ScoreAsync(plugins.Load("Mine.dll"), "mine"));
    }

    [Fact]
    public async Task What_TorchSharp_uses_for_itself_is_not_shared()
    {
        plugins.Compile("SkiaSharp.dll", "namespace SkiaSharp { public static class Skia { public static double Private => 42; } }");
        var source = PluginCompiler.Returning("mine", "typeof(TorchSharp.torch) != null ? SkiaSharp.Skia.Private : 0");
        plugins.Compile("Mine.dll", source, plugins.Of("SkiaSharp.dll"));
        Assert.Equal(42, await PluginFolder.ScoreAsync(plugins.Load("Mine.dll"), "mine"));
    }

    [Fact]
    public async Task Files_are_neither_locked_nor_needed_once_loaded()
    {
        var words = plugins.Compile("Words.dll", "public static class Words { public static double One => 1; }");
        var path = plugins.Compile("Mine.dll", PluginCompiler.Returning("mine", "Words.One"), words);
        var catalog = plugins.Load("Mine.dll");
        var plugin = Assert.Single(catalog.Plugins);
        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) { }
        File.WriteAllText(path, "overwritten");
        File.Delete(path);
        File.Delete(words);
        Assert.Equal(1, await PluginFolder.ScoreAsync(catalog, "mine"));
        Assert.True(plugin.Context.IsCollectible);
        Assert.NotSame(AssemblyLoadContext.Default, plugin.Context);
    }
}
