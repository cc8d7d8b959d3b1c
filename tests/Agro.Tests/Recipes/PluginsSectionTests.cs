using System.Text.Json.Nodes;
using Agro.Engine.Recipes;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Tests.Recipes;

public sealed class PluginsSectionTests : IDisposable
{
    private const string List = "plugins: [lib/My.dll]";
    private static readonly string Pin = new('3', 64);
    private readonly RecipeFolder folder = new();

    public PluginsSectionTests() => File.WriteAllText(folder.Of("lib/Other.dll"), "");

    public void Dispose() => folder.Dispose();

    private static string With(string plugins)
    {
        Assert.Contains(List, RecipeFolder.Good, StringComparison.Ordinal);
        return RecipeFolder.Good.Replace(List, plugins, StringComparison.Ordinal);
    }

    /// <summary>The plugins, relative to the folder, with their pins.</summary>
    private string Load(ResolvedRecipe recipe) => string.Join(", ", recipe.Recipe.Plugins.Load
        .Select(plugin => Path.GetRelativePath(folder.Root, plugin.Path).Replace('\\', '/') + (plugin.Sha256 is { } pin ? $" {pin[..4]}" : "")));

    [Theory]
    [InlineData("", "")]
    [InlineData("plugins: []", "")]
    [InlineData("plugins: {}", "")]
    [InlineData(List, "lib/My.dll")]
    [InlineData("plugins: [lib/My.dll, { path: lib/Other.dll, sha256: PIN }]", "lib/My.dll, lib/Other.dll 3333")]
    [InlineData("plugins: { load: [lib/My.dll, { path: lib/Other.dll, sha256: PIN }] }", "lib/My.dll, lib/Other.dll 3333")]
    [InlineData("plugins:\n  - lib/My.dll\n  - path: lib/Other.dll", "lib/My.dll, lib/Other.dll")]
    public void Plugins_are_a_list_or_a_mapping(string plugins, string load)
    {
        var text = With(plugins.Replace("PIN", Pin, StringComparison.Ordinal));
        var recipe = folder.Read(text);
        Assert.Equal(load, Load(recipe));
        Assert.Equal(new SwapSection(), recipe.Recipe.Plugins.Swap);
        Assert.Equal(recipe.Recipe.Plugins.Load, RecipeDocument.Parse(folder.Write(text)).Plugins);
    }

    [Fact]
    public void Every_option_of_swaps_is_read_and_survives_being_resolved()
    {
        var recipe = folder.Read(With("""
            plugins:
              load: [lib/My.dll, { path: lib/Other.dll, sha256: PIN }]
              swap:
                enabled: false
                built_in: true
                max_reward_shift: 0.1
                max_reward_change: 1
                max_loss_shift: 2
                max_gradient_change: 0.5
                on_violation: ask
                probation: 0
                max_kl: 3
                min_reward: -1
                max_reward: 10
            """.Replace("PIN", Pin, StringComparison.Ordinal)));
        var swap = new SwapSection
        {
            Enabled = false,
            BuiltIn = true,
            MaxRewardShift = 0.1,
            MaxRewardChange = 1,
            MaxLossShift = 2,
            MaxGradientChange = 0.5,
            OnViolation = SwapViolation.Ask,
            Probation = 0,
            MaxKl = 3,
            MinReward = -1,
            MaxReward = 10,
        };
        Assert.Equal(swap, recipe.Recipe.Plugins.Swap);

        Directory.CreateDirectory(folder.Of("runs/one"));
        var copy = RecipeReader.Read(folder.Write(recipe.ToYaml(folder.Of("runs/one")), "runs/one/recipe.yaml"), [], RecipeFolder.Catalog);
        Assert.Equal(Recipes.Text(recipe.Recipe), Recipes.Text(copy.Recipe));
        Assert.Equal(recipe.ToYaml(), copy.ToYaml(folder.Root));
        Assert.Contains("path: ../../lib/Other.dll\n", recipe.ToYaml(folder.Of("runs/one")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "plugins.swap.enabled=false", "", false)]
    [InlineData(List, "plugins.swap.enabled=false", "lib/My.dll", false)]
    [InlineData("plugins: { load: [lib/My.dll] }", "plugins.swap.enabled=false", "lib/My.dll", false)]
    [InlineData("plugins: { load: [lib/My.dll], swap: { probation: 1 } }", "plugins.swap.enabled=false", "lib/My.dll", false)]
    [InlineData("", "plugins.0=OTHER", "lib/Other.dll", true)]
    [InlineData(List, "plugins.1=OTHER", "lib/My.dll, lib/Other.dll", true)]
    [InlineData("plugins: { load: [lib/My.dll] }", "plugins.1=OTHER", "lib/My.dll, lib/Other.dll", true)]
    [InlineData("plugins: { load: [lib/My.dll] }", "plugins=[OTHER]", "lib/Other.dll", true)]
    [InlineData(List, "plugins.load.0=OTHER", "lib/Other.dll", true)]
    [InlineData(List, "plugins.0.sha256=PIN", "lib/My.dll 3333", true)]
    [InlineData(List, "plugins.0={path: OTHER, sha256: PIN}", "lib/Other.dll 3333", true)]
    [InlineData("plugins: { load: [lib/My.dll] }", "plugins.0.sha256=PIN", "lib/My.dll 3333", true)]
    public void Sets_reach_plugins_however_they_are_written(string plugins, string set, string load, bool enabled)
    {
        set = set.Replace("OTHER", folder.Of("lib/Other.dll"), StringComparison.Ordinal).Replace("PIN", Pin, StringComparison.Ordinal);
        var recipe = folder.Read(With(plugins), set);
        Assert.Equal((load, enabled), (Load(recipe), recipe.Recipe.Plugins.Swap.Enabled));
    }

    [Fact]
    public void Sets_of_the_short_and_the_full_form_go_together()
    {
        var other = folder.Of("lib/Other.dll");
        var recipe = folder.Read(With(List), "plugins.swap.probation=2", $"plugins.1={other}", "plugins.swap.max_kl=1", $"plugins.1.sha256={Pin}");
        Assert.Equal("lib/My.dll, lib/Other.dll 3333", Load(recipe));
        Assert.Equal(new SwapSection { Probation = 2, MaxKl = 1 }, recipe.Recipe.Plugins.Swap);
    }

    [Theory]
    [InlineData("plugins: [lib/Mi.dll]", "r.yaml:16:11 plugins.0: nothing is at 'lib/Mi.dll' (~/lib/Mi.dll). Did you mean 'My.dll'?")]
    [InlineData("plugins: { load: [lib/Mi.dll] }", "r.yaml:16:19 plugins.load.0: nothing is at 'lib/Mi.dll' (~/lib/Mi.dll). Did you mean 'My.dll'?")]
    [InlineData("plugins: [{ path: lib/Mi.dll }]", "r.yaml:16:19 plugins.0.path: nothing is at 'lib/Mi.dll' (~/lib/Mi.dll). Did you mean 'My.dll'?")]
    [InlineData("plugins: [{ path: lib/My.dll, sha256: 3fa2 }]",
        "r.yaml:16:39 plugins.0.sha256: found '3fa2', must be the 64 hexadecimal digits of a SHA-256")]
    [InlineData("plugins: [{ sha256: PIN }]", "r.yaml:16:11 plugins.0.path: is missing, must be a path")]
    [InlineData("plugins: [{ path: lib/My.dll, sha: 1 }]", "r.yaml:16:31 plugins.0.sha: no such option. plugins takes: path, sha256")]
    [InlineData("plugins: [[lib/My.dll]]", "r.yaml:16:11 plugins.0: found a list, must be a path, or a mapping with path")]
    [InlineData("plugins: lib/My.dll",
        "r.yaml:16:10 plugins: found 'lib/My.dll', must be a list of paths or mappings, or a mapping of any of load, swap")]
    [InlineData("plugins: { load: lib/My.dll }", "r.yaml:16:18 plugins.load: found 'lib/My.dll', must be a list of paths or mappings")]
    [InlineData("plugins: { laod: [lib/My.dll] }", "r.yaml:16:12 plugins.laod: no such option. Did you mean 'load'? plugins takes: load, swap")]
    [InlineData("plugins: { swap: { probation: -1 } }", "r.yaml:16:31 plugins.swap.probation: found -1, must be at least 0")]
    [InlineData("plugins: { swap: { max_kl: 0 } }", "r.yaml:16:28 plugins.swap.max_kl: found 0, must be more than 0")]
    [InlineData("plugins: { swap: { on_violation: warn } }",
        "r.yaml:16:34 plugins.swap.on_violation: found 'warn'. Must be one of: refuse, ask, accept")]
    [InlineData("plugins: { swap: { min_reward: 2, max_reward: 1 } }",
        "r.yaml:16:20 plugins.swap.min_reward: found 2, must be at most plugins.swap.max_reward, 1")]
    [InlineData("plugins: { swap: false }", "r.yaml:16:18 plugins.swap: found false, must be a mapping of any of enabled, built_in, max_reward_shift, "
        + "max_reward_change, max_loss_shift, max_gradient_change, on_violation, probation, max_kl, min_reward, max_reward")]
    public void Each_fault_says_where_it_is_and_what_is_allowed(string plugins, string fault) =>
        Assert.Equal([fault], folder.Faults(With(plugins.Replace("PIN", Pin, StringComparison.Ordinal))));

    [Fact]
    public void Faults_of_swaps_are_told_with_those_of_components() =>
        Assert.Equal(["r.yaml:12:25 algorithm.betta", "r.yaml:16:31 plugins.swap.probation"],
            folder.Faults(With("plugins: { swap: { probation: -1 } }").Replace("beta", "betta")).Select(fault => fault.Split(": ")[0]));

    [Theory]
    [InlineData("plugins.swap.enabled=no", "plugins.swap.enabled: found 'no', must be true or false")]
    [InlineData("plugins.swpa.enabled=false", "plugins.swpa: no such option. Did you mean 'swap'? plugins takes: load, swap")]
    [InlineData("plugins.3=x", "plugins: is a list of 1: write plugins.0 to plugins.1, where the last adds an item")]
    public void Faults_of_sets_name_the_set(string set, string fault) =>
        Assert.Equal([$"--set {set} {fault}"], folder.Faults(With(List), set));

    [Theory]
    [InlineData("plugins: [lib/My.dll, { path: lib/My.dll, sha256: PIN }]", "")]
    [InlineData("plugins: { load: [lib/My.dll], swap: { on_violation: accept } }", "")]
    [InlineData("plugins: lib/My.dll", "/plugins")]
    [InlineData("plugins: [{ path: lib/My.dll, sha256: 3fa2 }]", "/plugins")]
    [InlineData("plugins: [[lib/My.dll]]", "/plugins")]
    [InlineData("plugins: { swap: { on_violation: warn } }", "/plugins")]
    [InlineData("plugins: { swap: { max_kl: 0 } }", "/plugins")]
    public void The_schema_accepts_what_the_host_does(string plugins, string place)
    {
        var text = With(plugins.Replace("PIN", Pin, StringComparison.Ordinal));
        var schema = RecipeSchema.Generate(RecipeFolder.Catalog);
        var node = YamlComposer.Compose(text, new RecipeSource("r.yaml", folder.Root), new FaultList())!;
        Assert.Equal(place.Length == 0 ? [] : [place], new SchemaChecker(schema).Check(CoreSchema.ToJson(node)));
        if (place.Length == 0) Assert.Empty(new SchemaChecker(schema).Check(JsonNode.Parse(CoreSchema.ToJson(
            YamlComposer.Compose(folder.Read(text).ToYaml(), new RecipeSource("r.yaml", folder.Root), new FaultList())!)!.ToJsonString())));
        else Assert.NotEmpty(folder.Faults(text));
    }
}
