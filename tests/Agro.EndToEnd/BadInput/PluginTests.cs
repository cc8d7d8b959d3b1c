using Agro.Tests;

namespace Agro.EndToEnd.BadInput;

public sealed class PluginTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_plugin_that_is_not_there_is_named()
    {
        _folder.Recipe["plugins"] = "[ mine.dll ]";
        await _folder.ExpectRefusalAsync("recipe.yaml:9:12 plugins.0: nothing is at 'mine.dll' (mine.dll)");
        _folder.Recipe["plugins"] = "";
        RunFolder.AssertLines(
            ["mine.dll: no such plugin: build it first, or name its DLL or a folder of plugins"],
            (await _folder.RunAsync("--plugins", "mine.dll")).Expect(2));
    }

    [Fact]
    public async Task A_file_that_is_no_plugin_is_named_with_the_reason()
    {
        _folder.Recipe["plugins"] = "[ mine.dll ]";
        _folder.Write("mine.dll", "MZ, or so it says");
        await _folder.ExpectRefusalAsync("mine.dll: is not a .NET assembly: a plugin is a DLL that dotnet build made");
        File.Delete(_folder.Of("mine.dll"));
        PluginCompiler.Compile(_folder.Of("mine.dll"), "public sealed class Lonely { }");
        await _folder.ExpectRefusalAsync("mine.dll: is not a plugin: it does not refer to Agro.Abstractions");
        _folder.Recipe["plugins"] = "[ model ]";
        await _folder.ExpectRefusalAsync("model: holds no plugin: no *.dll with a [Component] class, and no NAME/NAME.dll");
    }

    [Fact]
    public async Task A_plugin_for_another_version_of_the_contract_is_told_what_to_do()
    {
        PluginCompiler.CompileForContract(_folder.Of("mine.dll"), "99.0.0.0", """
            using Agro;
            [Component("mine")] public sealed class Mine : IRewardFunction { }
            """);
        _folder.Recipe["plugins"] = "[ mine.dll ]";
        await _folder.ExpectRefusalAsync(
            "mine.dll: was built for version 99.0 of Agro.Abstractions, and this host has 0.1: use a newer host, or rebuild the plugin for this one");
    }

    [Fact]
    public async Task Two_plugins_with_one_component_are_both_named()
    {
        _folder.AddPlugin(PluginCompiler.Constant("same", 1, "First"), "One");
        _folder.AddPlugin(PluginCompiler.Constant("same", 2, "Second"), "Two");
        await _folder.ExpectRefusalAsync(
            "'same' is the name of First in plugins/One/One.dll and of Second in plugins/Two/Two.dll: leave one of the plugins out, or rename one of the two");
    }

    [Fact]
    public async Task A_constructor_that_throws_is_named_with_its_line()
    {
        _folder.AddPlugin("""
            [Component("mine")]
            public sealed class Mine : IRewardFunction
            {
                public Mine() => throw new InvalidOperationException("no key");
                public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken token) => default;
            }
            """);
        _folder.Recipe["rewards"] = "[ { use: mine } ]";
        var result = (await _folder.RunAsync()).Expect(1);
        RunFolder.AssertLines(["plugins/Mine/Mine.dll: mine: constructor: InvalidOperationException: no key at Mine.cs:4"], result);
        Assert.False(Directory.Exists(_folder.Run));
    }

    [Fact]
    public async Task A_data_source_that_throws_in_the_middle_is_named_and_the_steps_before_it_are_kept()
    {
        _folder.AddPlugin("""
            [Component("mine")]
            public sealed class Mine : IDataSource
            {
                public long? Count => null;
                public ValueTask<Prompt> GetAsync(long index, CancellationToken token) =>
                    index < 3 ? new(new Prompt { Id = "p", Text = "1+1=" }) : throw new InvalidOperationException("no more");
            }
            """);
        _folder.Recipe["data"] = "{ train: { use: mine } }";
        RunFolder.AssertLines(
            ["plugins/Mine/Mine.dll: mine: GetAsync: InvalidOperationException: no more at Mine.cs:6", "Step 1 is saved in run/checkpoints/step-000001. …"],
            (await _folder.RunAsync()).Expect(1));
    }
}
