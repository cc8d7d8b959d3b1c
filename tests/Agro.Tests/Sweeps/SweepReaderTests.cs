using Agro.Engine.Plugins;
using Agro.Engine.Recipes;

namespace Agro.Tests.Sweeps;

public sealed class SweepReaderTests : IDisposable
{
    private readonly SweepFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Every_variant_runs_every_combination_with_every_seed_the_first_seed_first()
    {
        var plan = _fixture.Read("""
            sweep: betas
            recipe: recipe.yaml
            seeds: [7, 3]
            grid:
              training.learning_rate: [1.0e-4, 0.02]
            variants:
              agro: { algorithm: { use: agro }, grid: { algorithm.beta: [0.5] } }
              grpo: { algorithm: { use: grpo }, grid: { training.learning_rate: null } }
            """);
        Assert.Equal(
            [
                "agro-learning_rate=1e-4,beta=0.5-seed-7", "agro-learning_rate=0.02,beta=0.5-seed-7", "grpo-seed-7",
                "agro-learning_rate=1e-4,beta=0.5-seed-3", "agro-learning_rate=0.02,beta=0.5-seed-3", "grpo-seed-3",
            ],
            plan.Runs.Select(run => run.Name));
        Assert.Equal(["agro learning_rate=1e-4 beta=0.5", "agro learning_rate=0.02 beta=0.5", "grpo"], plan.Points.Select(point => point.Label));
        Assert.Equal(("betas", _fixture.Output, 1, 1), (plan.Name, plan.Directory, plan.Parallel, plan.Threads));
        Assert.Contains("seed: 3\n", plan.Runs[3].Recipe, StringComparison.Ordinal);
        Assert.Contains("learning_rate: 0.0001\n", plan.Runs[3].Recipe, StringComparison.Ordinal);
        Assert.Contains("algorithm:\n  use: agro\n  beta: 0.5\n", plan.Runs[3].Recipe, StringComparison.Ordinal);
        Assert.Contains("use: grpo\n", plan.Runs[2].Recipe, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_grid_and_variants_seeds_are_all_that_differs()
    {
        var plan = _fixture.Read("{ sweep: plain, recipe: recipe.yaml, seeds: [1, 2] }");
        Assert.Equal(["seed-1", "seed-2"], plan.Runs.Select(run => run.Name));
        Assert.Equal(["eval/pass@1", "reward"], plan.Metrics);
    }

    [Fact]
    public void A_recipe_may_stand_in_the_sweep_and_its_paths_count_from_there()
    {
        var recipe = File.ReadAllText(Path.Combine(_fixture.Folder, "recipe.yaml")).Replace("\n", "\n  ");
        var plan = _fixture.Read($"sweep: inline\nseeds: [1]\nrecipe:\n  {recipe}");
        var written = RecipeDocument.Parse(_fixture.Write("out/seed-1/recipe.yaml", plan.Runs[0].Recipe));
        Assert.Contains("model: ../../model\n", plan.Runs[0].Recipe, StringComparison.Ordinal);
        Assert.Equal(Path.GetDirectoryName(plan.Runs[0].RecipePath), written.Directory);
    }

    [Fact]
    public void Plugins_of_the_recipe_are_those_of_every_run()
    {
        var dll = PluginCompiler.Compile(Path.Combine(_fixture.Folder, "bin", "Mine.dll"), PluginCompiler.Constant("mine", 1));
        var recipe = File.ReadAllText(Path.Combine(_fixture.Folder, "recipe.yaml"));
        _fixture.Write("recipe.yaml", recipe + "\nplugins: [bin/Mine.dll]\n");
        const string Sweep = "{ sweep: plain, recipe: recipe.yaml, seeds: [1], grid: { plugins.swap.probation: [0, 3] } }";
        var plan = _fixture.Read(Sweep, "plugins.swap.enabled=false");
        Assert.Equal(["probation=0-seed-1", "probation=3-seed-1"], plan.Runs.Select(run => run.Name));
        Assert.All(plan.Runs, run => Assert.Contains("plugins:\n  load:\n    - path: ../../bin/Mine.dll\n  swap:\n    enabled: false\n", run.Recipe, StringComparison.Ordinal));

        var pin = new string('a', 64);
        var fault = Assert.Single(_fixture.Faults(Sweep, $"plugins.0.sha256={pin}"));
        Assert.Contains($"plugins.load.0: {DisplayPath.Of(dll).Replace(_fixture.Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)} is not the version that is pinned",
            fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Named_alternatives_set_whole_blocks()
    {
        var plan = _fixture.Read("""
            sweep: sizes
            recipe: recipe.yaml
            seeds: [1]
            grid:
              size:
                small: { rollouts.group_size: 2, training.steps: 3 }
                large: { rollouts: { prompts_per_step: 2, group_size: 6, max_tokens: 8 } }
              rewards: { short: [{ use: length, unit: tokens, target: 2 }], long: [{ use: length, unit: tokens, target: 6 }] }
            """);
        Assert.Equal(
            ["size=small,rewards=short-seed-1", "size=small,rewards=long-seed-1", "size=large,rewards=short-seed-1", "size=large,rewards=long-seed-1"],
            plan.Runs.Select(run => run.Name));
        Assert.Contains("group_size: 2\n", plan.Runs[0].Recipe, StringComparison.Ordinal);
        Assert.Contains("group_size: 6\n", plan.Runs[3].Recipe, StringComparison.Ordinal);
        Assert.Contains("target: 6\n", plan.Runs[3].Recipe, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_line_wins_over_the_file()
    {
        var plan = _fixture.Read("{ sweep: s, recipe: recipe.yaml, seeds: [1], grid: { training.steps: [5] } }", "training.steps=2", "algorithm={use: rloo}");
        Assert.Contains("steps: 2\n", plan.Runs[0].Recipe, StringComparison.Ordinal);
        Assert.Contains("use: rloo\n", plan.Runs[0].Recipe, StringComparison.Ordinal);
    }

    [Fact]
    public void Tuning_has_runs_and_settings_of_its_own()
    {
        var plan = _fixture.Read("""
            sweep: tuned
            recipe: recipe.yaml
            seeds: [1, 2]
            grid: { training.learning_rate: [0.1, 0.2] }
            tune: { seeds: [101], metric: eval/pass@1, at: mean, set: { training.steps: 2 } }
            """);
        Assert.Equal(["tune/learning_rate=0.1-seed-101", "tune/learning_rate=0.2-seed-101"], plan.Tuning!.Runs.Select(run => Path.GetRelativePath(_fixture.Output, run.Directory)));
        Assert.All(plan.Tuning.Runs, run => Assert.Contains("steps: 2\n", run.Recipe, StringComparison.Ordinal));
        Assert.All(plan.Runs, run => Assert.Contains("steps: 4\n", run.Recipe, StringComparison.Ordinal));
    }

    [Fact]
    public void A_long_name_is_cut_and_stays_its_own()
    {
        var values = string.Join(", ", Enumerable.Range(0, 6).Select(i => $"n{i}{new string('x', 38)}: {{ training.steps: {i + 1} }}"));
        var axes = string.Join('\n', Enumerable.Range(0, 5).Select(i => $"  axis{i}: {{ only{new string('y', 34)}: {{}} }}"));
        var plan = _fixture.Read($"sweep: long\nrecipe: recipe.yaml\nseeds: [1]\ngrid:\n{axes}\n  last: {{ {values} }}\n");
        Assert.Equal(6, plan.Runs.Select(run => run.Name).Distinct().Count());
        Assert.All(plan.Runs, run => Assert.InRange(run.Name.Length, 100, 200));
    }
}
