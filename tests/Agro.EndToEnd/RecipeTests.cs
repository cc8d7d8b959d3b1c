using Agro.Tests;

namespace Agro.EndToEnd;

/// <summary>Every recipe of the repository is right and runs.</summary>
public sealed class RecipeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Recipes => Path.Combine(AgroHost.Repository, "recipes");

    public static TheoryData<string> All { get; } = [.. Names()];

    public static TheoryData<string> Training { get; } = [.. Names().Where(recipe => !IsTabular(recipe) && !IsSweep(recipe))];

    public static TheoryData<string> Tabular { get; } = [.. Names().Where(IsTabular)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_recipe_is_valid(string recipe)
    {
        var result = (await AgroHost.RunAsync(["validate", Path.Combine(Recipes, recipe), .. Outside(recipe)])).Expect(0);
        Assert.EndsWith($"{recipe}: valid", Assert.Single(result.Lines), StringComparison.Ordinal);
        Assert.Equal("", result.Error);
    }

    [Theory]
    [MemberData(nameof(Tabular))]
    public async Task A_tabular_recipe_runs(string recipe)
    {
        var run = _folder.Of("run");
        string[] small = ["--set", "tabular.steps=20", "--set", "tabular.report=[10, 20]"];
        var result = (await AgroHost.RunAsync(["run", Path.Combine(Recipes, recipe), "--output", run, .. small])).Expect(0);
        Assert.Contains("agro, off-policy", result.Output, StringComparison.Ordinal);
        Assert.Equal("", result.Error);
        foreach (var file in new[] { "recipe.yaml", "run.json", "metrics.jsonl", "summary.json", "plot.png", "plot.svg" }) Assert.True(File.Exists(Path.Combine(run, file)), file);
        Assert.Contains("regularized-pg, on-policy", File.ReadAllText(Path.Combine(run, "plot.svg")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Training))]
    public async Task A_recipe_runs(string recipe)
    {
        var run = _folder.Of("run");
        string[] small =
        [
            "--set", "training.steps=2", "--set", "training.warmup_steps=0", "--set", "rollouts.prompts_per_step=2",
            "--set", "rollouts.max_tokens=32", "--set", "eval.prompts=4",
        ];
        (await AgroHost.RunAsync(["run", Path.Combine(Recipes, recipe), "--plain", "--output", run, .. Outside(recipe), .. small])).Expect(0);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(run, "metrics.jsonl")).Length);
        // The policy, or adapters of it.
        Assert.Single(Directory.GetFiles(Path.Combine(run, "checkpoints", "step-000002"), "*model.safetensors"));
    }

    [Fact]
    public async Task What_a_recipe_needs_from_outside_is_named_with_its_place_when_it_is_missing()
    {
        var result = (await AgroHost.RunAsync(["run", Path.Combine(Recipes, "gsm8k.yaml"), "--output", _folder.Of("run")])).Expect(2);
        Assert.Matches(@"gsm8k\.yaml:[0-9]+:[0-9]+ policy\.model: nothing is at 'models/qwen2\.5-0\.5b' \(/", result.Error);
        Assert.Matches(@"gsm8k\.yaml:[0-9]+:[0-9]+ data\.train\.path: nothing is at 'data/gsm8k/train\.jsonl' \(/", result.Error);
        Assert.Matches(@"gsm8k\.yaml:[0-9]+:[0-9]+ data\.eval\.path: nothing is at 'data/gsm8k/test\.jsonl' \(/", result.Error);
        Assert.False(Directory.Exists(_folder.Of("run")));
    }

    private static IEnumerable<string> Names() => Directory
        .EnumerateFiles(Recipes, "*.yaml", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Recipes, path).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    private static bool IsSweep(string recipe) => File.ReadLines(Path.Combine(Recipes, recipe)).Any(line => line.StartsWith("sweep:", StringComparison.Ordinal));

    private static bool IsTabular(string recipe) => File.ReadLines(Path.Combine(Recipes, recipe)).Contains("tabular:");

    private static string[] Model => Set("policy.model", "models", "stories260k");

    private static string[] Set(string option, params string[] parts) => ["--set", $"{option}={SharedData.PathOf(["data", .. parts])}"];

    /// <summary>What a recipe takes from outside the repository.</summary>
    private static string[] Outside(string recipe) => recipe switch
    {
        "gsm8k.yaml" or "gsm8k-shaped.yaml" => Gsm8k.Sets,
        "svamp.yaml" => [.. Model, .. Set("data.train.path", "svamp", "SVAMP.json.gz"), .. Set("data.eval.path", "svamp", "SVAMP.json.gz")],
        "aqua.yaml" => [.. Model, .. Set("data.train.path", "aqua", "dev.jsonl.gz"), .. Set("data.eval.path", "aqua", "test.jsonl.gz")],
        "countdown.yaml" => Model,
        "math-mixture.yaml" =>
        [
            .. Model, .. Set("data.train.sources.0.jsonl.path", "gsm8k", "train.jsonl.gz"),
            .. Set("data.train.sources.1.jsonl.path", "svamp", "SVAMP.json.gz"), .. Set("data.eval.path", "gsm8k", "test.jsonl.gz"),
        ],
        "quickstart.yaml" when !Directory.Exists(Path.Combine(Recipes, "models", "quickstart")) =>
            ["--set", $"policy.model={Path.Combine(Recipes, "models", "quickstart-init")}", "--set", "policy.init=random"],
        _ => [],
    };
}
