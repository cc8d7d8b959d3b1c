using System.Text.Json.Nodes;
using Agro.Engine;
using Agro.Engine.Runs;
using Agro.Models;
using TorchSharp;

namespace Agro.Tests.Runs;

/// <summary>A folder with a recipe for a policy of a few thousand parameters, and runs of it.</summary>
internal sealed class RunFixture : IDisposable
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
    private readonly TemporaryFolder _folder = new();

    public RunFixture()
    {
        var model = _folder.Of("model");
        Directory.CreateDirectory(model);
        TinyPolicy.Config.Save(Path.Combine(model, "config.json"));
        foreach (var file in new[] { "tokenizer.json", "tokenizer_config.json" })
        {
            File.Copy(Path.Combine(SharedData.Repository, "recipes", "models", "quickstart-init", file), Path.Combine(model, file));
        }

        using var policy = PretrainedPolicy.Create(model, 11, torch.CPU, torch.ScalarType.Float32);
        policy.Save(model);
    }

    /// <summary>The plugins of this repository.</summary>
    public static IReadOnlyList<string> BuiltInPlugins { get; } = [.. new[] { "Rewards", "DataSources", "PolicyGradients" }.Select(BuiltIn)];

    /// <summary>The folder of the recipe.</summary>
    public string Folder => _folder.Path;

    /// <summary>The sections of the recipe, to change before a run.</summary>
    public Dictionary<string, string> Recipe { get; } = new()
    {
        ["name"] = "tiny",
        ["seed"] = "5",
        ["policy"] = "{ model: model }",
        ["data"] = "{ train: { use: arithmetic, max_terms: 2, max_digits: 1 }, eval: { use: arithmetic, split: eval, max_terms: 2, max_digits: 1, count: 6 } }",
        // Dense and varied from the first step on, which a random policy would not get from arithmetic.
        ["rewards"] = "[ { use: length, unit: tokens, target: 4 } ]",
        ["algorithm"] = "{ use: agro, beta: 0.1 }",
        ["rollouts"] = "{ prompts_per_step: 3, group_size: 4, max_tokens: 8 }",
        ["training"] = "{ steps: 4, learning_rate: 1.0e-3 }",
        ["eval"] = "{ prompts: 6 }",
    };

    /// <summary>Adds a file to the folder.</summary>
    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Compiles a plugin from source and adds it to the recipe.</summary>
    public void AddPlugin(string source)
    {
        PluginCompiler.Compile(_folder.Of("plugins/Mine/Mine.dll"), source);
        Recipe["plugins"] = "[ plugins/Mine/Mine.dll ]";
    }

    /// <summary>What to ask for to run the recipe as it is now.</summary>
    public RunRequest Request(string output, bool resume = false) => new()
    {
        RecipePath = _folder.Write("recipe.yaml", string.Concat(Recipe.Select(entry => $"{entry.Key}: {entry.Value}\n"))),
        PluginPaths = BuiltInPlugins,
        OutputDirectory = _folder.Of(output),
        Resume = resume,
    };

    /// <summary>Runs the recipe.</summary>
    public RunSummary Run(string output, RecordingObserver? observer = null, bool resume = false) =>
        TrainingRun.Execute(Request(output, resume), observer ??= new(), observer.Stop.Token, TestContext.Current.CancellationToken);

    /// <summary>Reads a file of JSON lines.</summary>
    public IReadOnlyList<JsonObject> Lines(string output, string file) =>
        [.. File.ReadLines(Path.Combine(_folder.Of(output), file)).Select(line => JsonNode.Parse(line)!.AsObject())];

    /// <summary>The metrics of a run's steps without those that depend on the clock.</summary>
    public IReadOnlyList<string> Metrics(string output) => [.. Lines(output, "metrics.jsonl").Select(line =>
    {
        foreach (var name in line.Select(entry => entry.Key).Where(name => name.Contains("time", StringComparison.Ordinal) || name.Contains("per_second", StringComparison.Ordinal)).ToList())
        {
            line.Remove(name);
        }

        return line.ToJsonString();
    })];

    public void Dispose() => _folder.Dispose();

    private static string BuiltIn(string name) =>
        Path.Combine(SharedData.Repository, "artifacts", "bin", $"Agro.Plugins.{name}", Configuration, $"Agro.Plugins.{name}.dll");
}
