using System.Text.RegularExpressions;
using Agro.Cli;
using Agro.Engine.Hooks;

namespace Agro.Tests.Cli.Authoring;

public sealed partial class NewCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new(), _error = new();

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Theory]
    [InlineData("nothing is called 'rewrad'. Did you mean 'reward'? There are: reward, group-reward, data-source, algorithm, tracker, hook, recipe", "rewrad", "Mine")]
    [InlineData("'my-reward' cannot name a reward", "reward", "my-reward")]
    [InlineData("--compiled: only a hook", "reward", "Mine", "--compiled")]
    [InlineData("--contract: a recipe is a single file", "recipe", "mine", "--contract", "package")]
    [InlineData("Argument 'nuget' not recognized", "reward", "Mine", "--contract", "nuget")]
    [InlineData("Required argument 'NAME' missing", "reward")]
    public async Task What_cannot_be_made_is_refused_and_nothing_is_written(string message, params string[] arguments)
    {
        Assert.Equal(2, await RunAsync(arguments));
        Assert.StartsWith(message, _error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _output.ToString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_script_compiles_as_it_is_and_with_all_that_is_commented_out()
    {
        Assert.Equal(0, await RunAsync("hook", "watch-kl"));
        var script = _folder.Of("watch-kl.csx");
        Assert.Equal([script], Directory.EnumerateFileSystemEntries(_folder.Path));
        ScriptCompiler.Compile(script);
        var text = await File.ReadAllTextAsync(script, TestContext.Current.CancellationToken);
        var header = text.IndexOf("\n\n", StringComparison.Ordinal);
        var opened = text[..header] + Commented().Replace(text[header..], "$1");
        foreach (var phase in typeof(HookScript).GetMethods().Where(method => method.IsAbstract && !method.IsSpecialName))
            Assert.Matches($"(?m)^{phase.Name}\\(", opened);
        Assert.Contains("\nState[", opened, StringComparison.Ordinal);
        Assert.Contains("\n    step.LearningRate", opened, StringComparison.Ordinal);
        ScriptCompiler.Compile(_folder.Write("opened.csx", opened));
    }

    [Fact]
    public async Task What_is_there_is_not_touched()
    {
        var mine = _folder.Write("mine.csx", "mine");
        Assert.Equal(2, await RunAsync("hook", "mine"));
        Assert.Contains($"{mine} is there already", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(mine, TestContext.Current.CancellationToken));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_recipe_begins_with_its_schema()
    {
        Assert.Equal(0, await RunAsync("recipe", "mine"));
        var lines = await File.ReadAllLinesAsync(_folder.Of("mine.yaml"), TestContext.Current.CancellationToken);
        Assert.StartsWith("# yaml-language-server: $schema=", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("recipes.schema.json", lines[0], StringComparison.Ordinal);
        Assert.Contains("name: mine # names the run folder, runs/mine-DATE-TIME", lines);
    }

    private Task<int> RunAsync(params string[] arguments) =>
        CommandLine.RunAsync(["new", .. arguments, "--output", _folder.Path], _output, _error, default);

    [GeneratedRegex(@"(?m)^(\s*)// (?=On[A-Z]|[{}]|    |step\.|if \()")]
    private static partial Regex Commented();
}
