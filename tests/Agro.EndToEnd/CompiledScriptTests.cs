using System.Globalization;
using Agro.EndToEnd.BadInput;

namespace Agro.EndToEnd;

/// <summary>Scripts that an earlier process compiled.</summary>
public sealed class CompiledScriptTests : IDisposable
{
    /// <summary>Says how many of the compiler's assemblies the process has loaded.</summary>
    private const string Script = """
        var compiler = AppDomain.CurrentDomain.GetAssemblies().Count(assembly => assembly.GetName().Name.StartsWith("Microsoft.CodeAnalysis"));
        Console.WriteLine($"compiler assemblies: {compiler}");
        """;

    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private async Task<int> CompilerAssembliesAsync(string script)
    {
        folder.Write("hooks/mine.csx", script);
        folder.Recipe["hooks"] = "[ { script: hooks/mine.csx } ]";
        folder.WriteRecipe();
        var result = (await AgroHost.RunAsync(new ProcessStart
        {
            Arguments = ["validate", "recipe.yaml"],
            WorkingDirectory = folder.Of(""),
            Environment = new Dictionary<string, string?> { ["XDG_CACHE_HOME"] = folder.Of("cache") },
        })).Expect(0);
        var line = Assert.Single(result.Output.Split('\n'), line => line.StartsWith("compiler assemblies: ", StringComparison.Ordinal));
        return int.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_script_that_was_compiled_before_does_not_load_the_compiler()
    {
        Assert.True(await CompilerAssembliesAsync(Script) > 0);
        Assert.Equal(0, await CompilerAssembliesAsync(Script));
        Assert.True(await CompilerAssembliesAsync(Script + "\n// changed") > 0);
    }
}
