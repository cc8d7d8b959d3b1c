using Agro.Tests;

namespace Agro.EndToEnd.BadInput;

/// <summary>A folder with a recipe for a policy of a few thousand random weights, and the real program at work in it.</summary>
internal sealed class RunFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RunFolder()
    {
        Write("model/config.json", Config);
        foreach (var file in new[] { "tokenizer.json", "tokenizer_config.json" })
        {
            File.Copy(Path.Combine(AgroHost.Repository, "recipes", "models", "quickstart-init", file), Of($"model/{file}"));
        }
    }

    /// <summary>The shape of the policy.</summary>
    public const string Config = """
        {
          "model_type": "llama", "vocab_size": 258, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2,
          "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 8, "max_position_embeddings": 128,
          "initializer_range": 0.1, "eos_token_id": 257
        }
        """;

    /// <summary>The sections of the recipe, to change before a run; an empty one is left out.</summary>
    public Dictionary<string, string> Recipe { get; } = new()
    {
        ["name"] = "tiny",
        ["seed"] = "5",
        ["policy"] = "{ model: model, init: random }",
        ["data"] = "{ train: { use: arithmetic, max_terms: 2, max_digits: 1 } }",
        ["rewards"] = "[ { use: length, unit: tokens, target: 4 } ]",
        ["algorithm"] = "{ use: agro, beta: 0.1 }",
        ["rollouts"] = "{ prompts_per_step: 2, group_size: 2, max_tokens: 8 }",
        ["training"] = "{ steps: 2, learning_rate: 1.0e-3 }",
    };

    /// <summary>What <c>--output</c> names.</summary>
    public string Output { get; set; } = "run";

    /// <summary>The run folder.</summary>
    public string Run => Of(Output);

    /// <summary>A path in the folder.</summary>
    public string Of(string name) => _folder.Of(name);

    /// <summary>Writes a file, with the folders above it.</summary>
    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Puts a folder where a file is expected.</summary>
    public void MakeFolder(string name)
    {
        if (File.Exists(Of(name))) File.Delete(Of(name));
        Directory.CreateDirectory(Of(name));
    }

    /// <summary>Puts a file there that fails at every read, even for root, who may read everything.</summary>
    public void MakeUnreadable(string name)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("needs Linux for a file that fails at every read");
        File.Delete(Of(name));
        File.CreateSymbolicLink(Of(name), "/proc/self/mem");
    }

    /// <summary>Copies a folder into this one.</summary>
    public void Copy(string from, string name)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(Of(name), Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    /// <summary>Compiles a plugin and names it in the recipe.</summary>
    public void AddPlugin(string source, string name = "Mine")
    {
        PluginCompiler.Compile(Of($"plugins/{name}/{name}.dll"), source);
        Recipe["plugins"] = "[ plugins ]";
    }

    /// <summary>Writes the recipe as it is now.</summary>
    public void WriteRecipe() =>
        Write("recipe.yaml", string.Concat(Recipe.Where(entry => entry.Value.Length > 0).Select(entry => $"{entry.Key}: {entry.Value}\n")));

    /// <summary>Writes the recipe and runs it to its end.</summary>
    public Task<ProcessResult> RunAsync(params string[] arguments)
    {
        WriteRecipe();
        return HostAsync(["run", "recipe.yaml", "--output", Output, .. arguments]);
    }

    /// <summary>Runs the program in this folder. Paths of the folder are left out of what it says.</summary>
    public async Task<ProcessResult> HostAsync(params string[] arguments)
    {
        var result = await AgroHost.RunAsync(new ProcessStart
        {
            Arguments = arguments,
            WorkingDirectory = _folder.Path,
            Environment = new Dictionary<string, string?> { ["OMP_NUM_THREADS"] = "1", ["CI"] = null },
        });
        var prefix = _folder.Path + Path.DirectorySeparatorChar;
        return result with { Output = result.Output.Replace(prefix, "", StringComparison.Ordinal), Error = result.Error.Replace(prefix, "", StringComparison.Ordinal) };
    }

    /// <summary>Fails unless a run is refused as bad input, with these lines and before anything is written.</summary>
    public async Task ExpectRefusalAsync(params string[] lines)
    {
        var result = (await RunAsync()).Expect(2);
        AssertLines(lines, result);
        Assert.Equal("", result.Output);
        Assert.False(Directory.Exists(Run), "a run folder was made");
        AssertNothingHalfWritten();
    }

    /// <summary>Fails unless the error output is these lines; one that ends in <c>…</c> may go on.</summary>
    public static void AssertLines(IReadOnlyList<string> lines, ProcessResult result)
    {
        var found = result.Error.TrimEnd().Split('\n');
        Assert.True(
            found.Length == lines.Count && found.Zip(lines).All(pair => pair.Second.EndsWith('…')
                ? pair.First.StartsWith(pair.Second[..^1], StringComparison.Ordinal)
                : pair.First == pair.Second),
            $"expected:\n{string.Join('\n', lines)}\nfound:\n{result}");
    }

    /// <summary>Fails when a temporary file or folder is left anywhere.</summary>
    public void AssertNothingHalfWritten() => Assert.DoesNotContain(
        Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories),
        path => Path.GetFileName(path) is var name && (name.Contains(".tmp", StringComparison.Ordinal) || name.Contains(".old", StringComparison.Ordinal) || name == ".writable"));

    /// <summary>The names of the checkpoints.</summary>
    public IReadOnlyList<string> Checkpoints() => Directory.Exists(Path.Combine(Run, "checkpoints"))
        ? [.. Directory.GetDirectories(Path.Combine(Run, "checkpoints")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]
        : [];

    public void Dispose() => _folder.Dispose();
}
