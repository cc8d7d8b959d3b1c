using System.Text.Json.Nodes;
using Agro.Engine.Recipes;
using Agro.Engine.Runs;
using Agro.Engine.Tabular;
using Agro.Tests.Runs;

namespace Agro.Tests.Tabular;

/// <summary>A folder with a tabular recipe, and runs of it.</summary>
internal sealed class TabularFixture : IDisposable
{
    /// <summary>A recipe with nothing wrong.</summary>
    public const string Good = """
        name: small
        seed: 3
        tabular:
          completions: 4
          beta: 0.5
          step_size: 2
          steps: 30
          algorithms:
            - { use: agro, beta: 0.5 }
            - { use: regularized-pg, beta: 0.5 }
          report: [10, 30]
        """;

    private readonly TemporaryFolder _folder = new();

    /// <summary>The recipe of the repository.</summary>
    public static string Paper { get; } = Path.Combine(SharedData.Repository, "recipes", "paper", "tabular.yaml");

    public string Of(string name) => _folder.Of(name);

    public RunRequest Request(string text, params string[] sets) => RequestOf(_folder.Write("r.yaml", text), "run", sets);

    public RunRequest RequestOf(string path, string output, params string[] sets) => new()
    {
        RecipePath = path,
        Sets = sets,
        PluginPaths = RunFixture.BuiltInPlugins,
        OutputDirectory = _folder.Of(output),
    };

    /// <summary>The faults of a recipe, with the file named as it is in its folder.</summary>
    public string[] Faults(string text, params string[] sets)
    {
        var request = Request(text, sets);
        var exception = Assert.Throws<RecipeException>(() => TabularExperiment.Validate(request));
        return [.. exception.Faults.Select(fault => (fault with { File = fault.File == request.RecipePath ? "r.yaml" : fault.File }).ToString())];
    }

    public IReadOnlyList<JsonObject> Metrics(string output = "run") =>
        [.. File.ReadLines(Path.Combine(_folder.Of(output), "metrics.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject())];

    public JsonObject Json(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.Of("run"), file)))!.AsObject();

    public void Dispose() => _folder.Dispose();
}

/// <summary>Keeps what it is told.</summary>
internal sealed class RecordingTabularObserver : ITabularObserver
{
    public List<string> Events { get; } = [];

    public Action<TabularCurve> OnFinished { get; init; } = _ => { };

    public void Started(TabularPlan plan, string directory) => Events.Add($"started {plan.Recipe.Name}");

    public void Finished(TabularCurve curve)
    {
        Events.Add($"{curve.Algorithm} {curve.Behavior}");
        OnFinished(curve);
    }
}
