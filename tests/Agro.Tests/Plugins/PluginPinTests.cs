using System.Security.Cryptography;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;

namespace Agro.Tests.Plugins;

public sealed class PluginPinTests : IDisposable
{
    private static readonly string Other = new('a', 64);
    private readonly PluginFolder plugins = new();
    private readonly string dll;

    public PluginPinTests()
    {
        var words = plugins.Compile("bin/Words.dll", "public static class Words { public static double One => 1; }");
        dll = plugins.Compile("bin/Mine.dll", PluginCompiler.Returning("mine", "Words.One"), words);
    }

    public void Dispose() => plugins.Dispose();

    private string HashOfDll => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(dll)));

    private string HashOfAll => PluginFiles.Of(PluginMetadata.TryRead(dll)!).Hash();

    private PluginCatalog Load(params IReadOnlyList<PluginSource> paths) => PluginCatalog.Load(new() { BuiltInFolder = plugins.Of("own"), Paths = paths });

    /// <summary>The faults of a recipe with these plugins in its first line, without the folder.</summary>
    private string FaultOf(string line)
    {
        var path = plugins.Of("r.yaml");
        File.WriteAllText(path, line + "\nname: x\n");
        var document = RecipeDocument.Parse(path);
        return Assert.Throws<RecipeException>(() => PluginCatalog.Load(document.Sources([]) with { BuiltInFolder = null }))
            .Message.Replace(plugins.Of("") + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_pin_is_the_hash_of_the_dll_or_of_all_files()
    {
        foreach (var pin in new[] { HashOfDll, HashOfAll, HashOfAll.ToUpperInvariant() })
        {
            var plugin = Assert.Single(Load(new PluginSource(dll) { Sha256 = pin }).Plugins);
            Assert.Equal((true, pin.ToLowerInvariant()), (plugin.IsPinned, plugin.PinnedHash));
        }

        var free = Assert.Single(Load(dll).Plugins);
        Assert.Equal((false, null), (free.IsPinned, free.PinnedHash));
    }

    [Fact]
    public void Another_version_is_a_fault_at_the_entry_that_says_which_hashes_it_has()
    {
        string Fault(string place) => $"r.yaml:{place}: bin/Mine.dll is not the version that is pinned: found {HashOfDll} (the DLL) and {HashOfAll} "
            + $"(all files of the plugin), must be {Other}";

        Assert.Equal(Fault("1:11 plugins.0"), FaultOf($"plugins: [{{ path: bin/Mine.dll, sha256: {Other} }}]"));
        Assert.Equal(Fault("1:48 plugins.load.1"), FaultOf($"plugins: {{ swap: {{ probation: 1 }}, load: [bin, {{ path: bin/Mine.dll, sha256: {Other} }}] }}"));
        Assert.Equal(Fault("1:11 plugins.0"), FaultOf($"plugins: [{{ path: bin, sha256: {Other} }}]"));
    }

    [Fact]
    public void A_pin_of_the_dll_alone_lets_its_dependencies_change_and_one_of_all_files_does_not()
    {
        var (ofDll, ofAll) = (new PluginSource(dll) { Sha256 = HashOfDll }, new PluginSource(dll) { Sha256 = HashOfAll });
        plugins.Compile("bin/Words.dll", "public static class Words { public static double One => 1.5; }");
        Assert.Single(Load(ofDll).Plugins);
        Assert.Throws<InputException>(() => Load(ofAll));
    }

    [Fact]
    public void A_pin_is_for_one_plugin()
    {
        plugins.Compile("two/A.dll", PluginCompiler.Constant("a", 1));
        plugins.Compile("two/B.dll", PluginCompiler.Constant("b", 1));
        Assert.Equal("r.yaml:1:11 plugins.0: two holds 2 plugins (A.dll, B.dll), and sha256 pins one: name each DLL",
            FaultOf($"plugins: [{{ path: two, sha256: {Other} }}]"));
        Assert.Equal(2, Load(plugins.Of("two")).Plugins.Length);
    }

    [Fact]
    public void A_plugin_that_is_named_twice_keeps_to_every_pin()
    {
        Assert.True(Assert.Single(Load(dll, new PluginSource(plugins.Of("bin")) { Sha256 = HashOfDll }).Plugins).IsPinned);
        Assert.True(Assert.Single(Load(new PluginSource(dll) { Sha256 = HashOfAll }, new PluginSource(dll) { Sha256 = HashOfDll }).Plugins).IsPinned);
        Assert.Throws<InputException>(() => Load(new PluginSource(dll) { Sha256 = HashOfAll }, new PluginSource(dll) { Sha256 = Other }));
    }

    [Fact]
    public void A_plugin_of_the_host_can_be_pinned()
    {
        var own = plugins.Compile("own/Own/Own.dll", PluginCompiler.Constant("own", 1));
        Assert.False(Assert.Single(Load().Plugins).IsPinned);
        Assert.Throws<InputException>(() => Load(new PluginSource(own) { Sha256 = Other }));
        var plugin = Assert.Single(Load(new PluginSource(own) { Sha256 = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(own))) }).Plugins);
        Assert.Equal((true, true), (plugin.IsBuiltIn, plugin.IsPinned));
    }

    [Fact]
    public void A_pinned_plugin_is_not_loaded_again_in_another_version()
    {
        var catalog = Load(new PluginSource(dll) { Sha256 = HashOfDll });
        Assert.True(catalog.Reload(dll).IsPinned);
        plugins.Compile("bin/Mine.dll", PluginCompiler.Constant("mine", 2));
        var fault = Assert.Throws<InputException>(() => catalog.Reload(dll));
        Assert.Contains("bin/Mine.dll is not the version that is pinned", fault.Message.Replace('\\', '/'), StringComparison.Ordinal);
    }
}
