using System.Text.Json.Nodes;
using Agro.Engine.Recipes;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Tests.Recipes;

public sealed class RecipeSchemaTests : IDisposable
{
    private readonly RecipeFolder folder = new();
    private readonly JsonObject schema = RecipeSchema.Generate(RecipeFolder.Catalog);

    public void Dispose() => folder.Dispose();

    private List<string> Check(string text)
    {
        var node = YamlComposer.Compose(text, new RecipeSource("r.yaml", folder.Root), new FaultList())!;
        return new SchemaChecker(schema).Check(CoreSchema.ToJson(node));
    }

    [Fact]
    public void Good_recipes_are_valid()
    {
        Assert.Empty(Check(RecipeFolder.Good));
        Assert.Empty(Check(folder.Read(RecipeFolder.Good).ToYaml()));
        Assert.Empty(Check("x-anchors: 1\n" + RecipeFolder.Good));
    }

    [Fact]
    public void Every_hook_may_have_a_time_limit() => Assert.Empty(Check(RecipeFolder.Good
        .Replace("hooks/stop.csx", "hooks/stop.csx, time_limit: 0.5, on_timeout: disable")
        .Replace("to: me", "to: me, time_limit: 120, on_timeout: report")));

    [Fact]
    public void Components_of_plugins_that_are_not_in_the_catalog_are_valid() =>
        Assert.Empty(Check(RecipeFolder.Good.Replace("use: exact, weight: 2", "use: my-own, weight: 2, whatever: [1]")));

    [Theory]
    [InlineData("seed: 7", "seed: seven", "/seed")]
    [InlineData("seed: 7", "seed: -1", "/seed")]
    [InlineData("seed: 7", "worlds: {}", "/worlds")]
    [InlineData("name: sums", "name: a/b", "/name")]
    [InlineData("name: sums", "", "/name")]
    [InlineData("init: random", "init: rand", "/policy/init")]
    [InlineData("init: random", "device: gpu", "/policy/device")]
    [InlineData("steps: 10", "stpes: 10", "/training/stpes")]
    [InlineData("steps: 10", "steps: 1.5", "/training/steps")]
    [InlineData("learning_rate: 1e-4", "learning_rate: 0", "/training/learning_rate")]
    [InlineData("beta: 0.1", "clip_low: 1", "/algorithm/clip_low")]
    [InlineData("beta: 0.1", "betta: 0.1", "/algorithm/betta")]
    [InlineData("level: token_mean", "level: token", "/algorithm/level")]
    [InlineData("extra: { scale: 2 }", "extra: { center: true }", "/algorithm/extra/scale")]
    [InlineData("use: exact, weight: 2", "use: exact, wieght: 2", "/rewards/0/wieght")]
    [InlineData("use: exact, weight: 2", "use: Exact", "/rewards/0/use")]
    [InlineData("use: exact, weight: 2", "weight: 2", "/rewards/0/use")]
    [InlineData("['a.*', \"007\"]", "[[1]]", "/rewards/1/patterns/0")]
    [InlineData("path: data/train.jsonl", "limit: 1", "/data/train/path")]
    [InlineData("script: hooks/stop.csx", "script: hooks/stop.csx, use: notify", "/hooks/0")]
    [InlineData("script: hooks/stop.csx", "script: hooks/stop.csx, x: 1", "/hooks/0/x")]
    [InlineData("script: hooks/stop.csx", "script: hooks/stop.csx, time_limit: 0", "/hooks/0/time_limit")]
    [InlineData("to: me", "to: me, on_timeout: kill", "/hooks/1/on_timeout")]
    [InlineData("to: me", "to: him", "/hooks/1/to")]
    [InlineData("[pass@1, maj@4]", "[worst@1]", "/eval/metrics/0")]
    [InlineData("[pass@1, maj@4]", "[]", "/eval/metrics")]
    public void Bad_recipes_are_invalid_where_the_host_says_so(string old, string changed, string place)
    {
        Assert.Contains(old, RecipeFolder.Good, StringComparison.Ordinal);
        var text = RecipeFolder.Good.Replace(old, changed);
        Assert.Contains(place, Check(text));
        Assert.NotEmpty(folder.Faults(text));
    }

    [Fact]
    public void A_recipe_with_tabular_is_checked_as_such()
    {
        const string Tabular = """
            name: small
            tabular: { completions: 4, beta: 0.5, steps: 30, behavior: [policy], algorithms: [ { use: grpo, beta: 0.5 } ], report: [10] }
            """;
        Assert.Empty(Check(Tabular));
        Assert.Contains("/tabular/stpes", Check(Tabular.Replace("steps: 30", "stpes: 30", StringComparison.Ordinal)));
        Assert.Contains("/tabular/behavior/0", Check(Tabular.Replace("[policy]", "[mine]", StringComparison.Ordinal)));
        Assert.Contains("/tabular/algorithms/0/clip_low", Check(Tabular.Replace("beta: 0.5 }", "clip_low: 1 }", StringComparison.Ordinal)));
        Assert.Contains("/training", Check(Tabular + "\ntraining: { steps: 3, learning_rate: 1 }"));
    }

    [Fact]
    public void A_file_with_sweep_is_checked_as_such()
    {
        const string Sweep = """
            sweep: betas
            recipe: base.yaml
            seeds: [1, 2]
            grid: { training.steps: [1, 2] }
            variants: { a: { algorithm: { use: grpo } } }
            tune: { seeds: [3], metric: reward, goal: minimize, set: { training.steps: 1 } }
            """;
        Assert.Empty(Check(Sweep));
        Assert.Empty(Check(Sweep.Replace("recipe: base.yaml", "recipe: { name: x }", StringComparison.Ordinal)));
        Assert.Contains("/seeds", Check(Sweep.Replace("seeds: [1, 2]", "seeds: []", StringComparison.Ordinal)));
        Assert.Contains("/gird", Check(Sweep.Replace("grid:", "gird:", StringComparison.Ordinal)));
        Assert.Contains("/tune/goal", Check(Sweep.Replace("minimize", "minimise", StringComparison.Ordinal)));
    }

    /// <summary>The schemas of all kinds of recipes, that of training last.</summary>
    private IEnumerable<JsonNode> Kinds()
    {
        JsonNode kind = schema;
        for (; kind["else"] is { } other; kind = other) yield return kind["then"]!;
        yield return kind;
    }

    [Fact]
    public void Options_carry_their_documentation_defaults_and_ranges()
    {
        var training = Kinds().Last()["properties"]!["training"]!["properties"]!;
        Assert.Equal("How many optimizer steps to take.", training["steps"]!["description"]!.GetValue<string>());
        Assert.Equal(1e-8, training["adam_epsilon"]!["default"]!.GetValue<double>());
        Assert.Equal(0, training["adam_epsilon"]!["exclusiveMinimum"]!.GetValue<double>());
        Assert.Contains("as a share of learning_rate", training["min_learning_rate_ratio"]!["description"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("\"Weight of the KL penalty.\"", schema["definitions"]!["algorithm"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_of_the_host_is_documented()
    {
        Assert.All(Kinds(), kind => Assert.Empty(Undocumented(kind["properties"]!.AsObject(), "")));

        static IEnumerable<string> Undocumented(JsonObject properties, string path) => properties.SelectMany(p =>
            (p.Value!["description"] is null ? [$"{path}/{p.Key}"] : Enumerable.Empty<string>())
                .Concat(Forms(p.Value).SelectMany(form => Undocumented(form, $"{path}/{p.Key}"))));

        // What may be written in more than one way.
        static IEnumerable<JsonObject> Forms(JsonNode? value) => value is not JsonObject ? [] :
            [.. value["properties"] is JsonObject inner ? [inner] : Array.Empty<JsonObject>(),
                .. (value["anyOf"] as JsonArray ?? []).Append(value["items"]).SelectMany(Forms)];
    }

    [Fact]
    public void Options_are_described_for_lists()
    {
        var options = OptionDescription.Of(typeof(RecipeFolder.GrpoOptions), _ => "why").ToDictionary(o => o.Name);
        Assert.Equal(("number", "0.2", "more than 0 and less than 1"), (options["clip_low"].Type, options["clip_low"].Default, options["clip_low"].Range));
        Assert.Equal(("one of token_mean|sequence_mean", "sequence_mean"), (options["level"].Type, options["level"].Default));
        Assert.Equal(("mapping", null, "scale"), (options["extra"].Type, options["extra"].Default, options["extra"].Options[0].Name));
        Assert.Equal(("mapping of number", "{}"), (options["shares"].Type, options["shares"].Default));
        Assert.Equal("why", options["beta"].Summary);
        var path = OptionDescription.Of(typeof(RecipeFolder.JsonlOptions), _ => null)[0];
        Assert.Equal(("path", true, true, null), (path.Type, path.Required, path.IsPath, path.Default));
        Assert.Equal("[<answer>.*]", OptionDescription.Of(typeof(RecipeFolder.FormatOptions), _ => null)[0].Default);
    }
}
