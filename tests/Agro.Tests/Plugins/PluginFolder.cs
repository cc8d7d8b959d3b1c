using Agro.Engine.Plugins;

namespace Agro.Tests.Plugins;

/// <summary>A folder of plugins for one test.</summary>
internal sealed class PluginFolder : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static Prompt Prompt { get; } = new() { Id = "1", Text = "1 + 1 =", Answer = "2" };

    public string Of(string name) => folder.Of(name);

    public string Compile(string name, string source, params string[] with) => PluginCompiler.Compile(Of(name), source, with);

    /// <summary>A catalog of what a user names, without the host's own plugins.</summary>
    public PluginCatalog Load(params string[] names) =>
        PluginCatalog.Load(new PluginSources { BuiltInFolder = null, Paths = [.. names.Select(Of)] });

    /// <summary>The message of the fault at loading, with the folder left out.</summary>
    public string FaultOf(params string[] names) =>
        Assert.Throws<InputException>(() => Load(names)).Message
            .Replace(folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    public static Completion Answer(string text) =>
        new() { Text = text, Tokens = [], FinishReason = FinishReason.Given, PolicyVersion = -1 };

    public static async Task<double?> ScoreAsync(PluginCatalog catalog, string name, object? options = null)
    {
        var reward = ComponentFactory.Create<IRewardFunction>(catalog.Find(ComponentKind.Reward, name)!, options);
        return (await reward.ScoreAsync(Prompt, Answer("2"), TestContext.Current.CancellationToken)).Value;
    }

    public void Dispose() => folder.Dispose();
}
