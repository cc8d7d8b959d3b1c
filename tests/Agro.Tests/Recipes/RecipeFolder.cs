using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;

namespace Agro.Tests.Recipes;

/// <summary>A folder with what recipes of these tests refer to, and the components that they use.</summary>
public sealed class RecipeFolder : IDisposable
{
    /// <summary>A recipe with nothing wrong.</summary>
    public const string Good = """
        name: sums
        seed: 7
        policy: { model: tiny, init: random }
        data:
          train: { use: jsonl, path: data/train.jsonl }
          eval: { use: jsonl, path: data/test.jsonl, limit: 10 }
        rewards:
          - { use: exact, weight: 2 }
          - use: format
            name: shape
            patterns: ['a.*', "007"]
        algorithm: { use: grpo, beta: 0.1, level: token_mean, extra: { scale: 2 } }
        rollouts: { prompts_per_step: 4, temperature: 0.7 }
        training: { steps: 10, learning_rate: 1e-4, schedule: cosine, warmup_steps: 2 }
        eval: { every: 5, samples: 4, metrics: [pass@1, maj@4] }
        plugins: [lib/My.dll]
        hooks: [{ script: hooks/stop.csx }, { use: notify, to: me }]
        trackers: [{ use: console }]
        """;

    public RecipeFolder()
    {
        foreach (var file in new[] { "data/train.jsonl", "data/test.jsonl", "lib/My.dll", "hooks/stop.csx", "tiny/config.json" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Of(file))!);
            File.WriteAllText(Of(file), "");
        }
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("recipes-").FullName;

    internal static IComponentCatalog Catalog { get; } = new FakeCatalog();

    public string Of(string path) => Path.Combine(Root, path.Replace('/', Path.DirectorySeparatorChar));

    public string Write(string text, string name = "r.yaml")
    {
        File.WriteAllText(Of(name), text);
        return Of(name);
    }

    public ResolvedRecipe Read(string text, params string[] sets) => RecipeReader.Read(Write(text), sets, Catalog);

    /// <summary>The faults of a recipe, with the file named as it is in its folder.</summary>
    public string[] Faults(string text, params string[] sets)
    {
        var path = Write(text);
        var exception = Assert.Throws<RecipeException>(() => RecipeReader.Read(path, sets, Catalog));
        return [.. exception.Faults.Select(f => (f with { File = f.File == path ? "r.yaml" : f.File }).ToString().Replace(Root, "~"))];
    }

    public void Dispose() => Directory.Delete(Root, true);

    public enum Level
    {
        TokenMean,
        SequenceMean,
    }

    public sealed record Extra
    {
        [Range(0, double.MaxValue)]
        public required double Scale { get; init; }

        public bool Center { get; init; } = true;
    }

    public sealed record GrpoOptions
    {
        [Range(0.0, 1, MinimumIsExclusive = true, MaximumIsExclusive = true)]
        public double ClipLow { get; init; } = 0.2;

        public double ClipHigh { get; init; } = 0.28;

        [Range(0, double.MaxValue)]
        public double Beta { get; init; }

        public Level Level { get; init; } = Level.SequenceMean;

        public Extra? Extra { get; init; }

        public int? Window { get; init; }

        public ImmutableDictionary<string, float> Shares { get; init; } = ImmutableDictionary<string, float>.Empty;
    }

    public sealed record JsonlOptions([property: PathOption] string Path, int Limit = 100);

    public sealed record FormatOptions
    {
        public string[] Patterns { get; init; } = ["<answer>.*"];

        public bool IgnoreCase { get; init; }
    }

    public sealed record NotifyOptions
    {
        [AllowedValues("me", "you")]
        public string To { get; init; } = "me";

        public byte Times { get; init; } = 1;
    }

    private sealed class FakeCatalog : IComponentCatalog
    {
        public IReadOnlyList<ComponentDescription> Components { get; } =
        [
            Describe(ComponentKind.Algorithm, "grpo", typeof(GrpoOptions)),
            Describe(ComponentKind.DataSource, "jsonl", typeof(JsonlOptions)),
            Describe(ComponentKind.Reward, "exact", null),
            Describe(ComponentKind.Reward, "format", typeof(FormatOptions)),
            Describe(ComponentKind.Hook, "notify", typeof(NotifyOptions)),
            Describe(ComponentKind.Tracker, "console", null),
        ];

        public ComponentDescription? Find(ComponentKind kind, string name) => Components.FirstOrDefault(c => c.Kind == kind && c.Name == name);

        private static ComponentDescription Describe(ComponentKind kind, string name, Type? options) => new()
        {
            Kind = kind,
            Name = name,
            Summary = $"The {name} component.",
            ComponentType = typeof(FakeCatalog),
            OptionsType = options,
            PluginPath = "Fake.dll",
            Documentation = Documented,
        };

        private static string? Documented(MemberInfo member) => member.Name == "Beta" ? "Weight of the KL penalty." : null;
    }
}
