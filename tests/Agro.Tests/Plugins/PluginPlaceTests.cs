using Agro.Engine.Plugins;

namespace Agro.Tests.Plugins;

public sealed class PluginPlaceTests : IDisposable
{
    private readonly PluginFolder plugins = new();
    private readonly string real;

    public PluginPlaceTests() => real = plugins.Compile("real/My.dll", PluginCompiler.Constant("mine", 1));

    public void Dispose() => plugins.Dispose();

    private PluginCatalog Load(params string[] names) => plugins.Load(names);

    [Fact]
    public void A_plugin_that_is_reached_through_a_link_is_told()
    {
        Assert.Empty(Load("real/My.dll").Notices);

        Directory.CreateDirectory(plugins.Of("bin"));
        File.CreateSymbolicLink(plugins.Of("bin/My.dll"), "../real/My.dll");
        var catalog = Load("bin/My.dll");
        Assert.Equal(plugins.Of("bin/My.dll"), catalog.Plugins[0].Path);
        Assert.Equal(real, catalog.Plugins[0].RealPath);
        Assert.Equal([$"{plugins.Of("bin/My.dll")} is a link to {real}"], catalog.Notices);

        Directory.CreateSymbolicLink(plugins.Of("current"), "real");
        Assert.Equal([$"{plugins.Of("current/My.dll")} is a link to {real}"], Load("current").Notices);
        Assert.Equal([$"{plugins.Of("current/My.dll")} is a link to {real}"], Load("current/My.dll").Notices);
    }

    [Fact]
    public void Links_are_followed_to_the_end()
    {
        Directory.CreateSymbolicLink(plugins.Of("one"), plugins.Of("two"));
        Directory.CreateSymbolicLink(plugins.Of("two"), "real");
        File.CreateSymbolicLink(plugins.Of("real/Other.dll"), "../one/My.dll");
        Assert.Equal(real, RealPath.Of(plugins.Of("one/Other.dll")));
        Assert.Equal(real, RealPath.Of(real));
        Assert.Equal(plugins.Of("real/absent/x.dll"), RealPath.Of(plugins.Of("one/absent/x.dll")));
    }

    [Fact]
    public void Links_that_lead_in_a_circle_lead_nowhere()
    {
        File.CreateSymbolicLink(plugins.Of("a"), "b");
        File.CreateSymbolicLink(plugins.Of("b"), "a");
        Assert.Equal(plugins.Of("a/x.dll"), RealPath.Of(plugins.Of("a/x.dll")));
    }

    [Fact]
    public void A_plugin_and_a_link_to_it_are_one_plugin()
    {
        Directory.CreateSymbolicLink(plugins.Of("current"), "real");
        Assert.Single(Load("real/My.dll", "current/My.dll").Plugins);
    }

    [Theory]
    [InlineData(@"\\server\share\My.dll", true)]
    [InlineData("//server/share/My.dll", true)]
    [InlineData(@"\\?\UNC\server\share\My.dll", true)]
    [InlineData(@"\\?\C:\My.dll", false)]
    [InlineData(@"\\.\pipe\x", false)]
    [InlineData(@"C:\My.dll", false)]
    [InlineData("/srv/My.dll", false)]
    public void Names_of_other_machines_are_known(string path, bool isRemote) => Assert.Equal(isRemote, RealPath.IsRemote(path));
}
