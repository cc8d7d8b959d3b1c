using Agro.Engine.Sweeps;

namespace Agro.Tests.Sweeps;

/// <summary>Faults of a sweep are told all at once, where they are.</summary>
public sealed class SweepFaultTests : IDisposable
{
    private readonly SweepFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Faults_of_the_file_itself()
    {
        Assert.Equal(
            [
                "sweep.yaml:1:8 sweep: found 'off policy', must be letters, digits, '.', '_' or '-', for it names a folder",
                "sweep.yaml:2:9 recipe: no recipe is at 'recip.yaml' (recip.yaml). Did you mean 'recipe.yaml'?",
                "sweep.yaml:3:15 seeds.2: found 'x', must be a whole number, at least 0",
                "sweep.yaml:4:1 gird: no such option. Did you mean 'grid'? A sweep takes: sweep, recipe, seeds, grid, variants, tune, parallel, threads, metric",
                "sweep.yaml:5:43 tune.goal: found 'maximise'. Did you mean 'maximize'? Must be one of: maximize, minimize",
                "sweep.yaml:6:11 parallel: found 0, must be between 1 and 1024",
            ],
            _fixture.Faults("""
                sweep: off policy
                recipe: recip.yaml
                seeds: [1, 1, x]
                gird: { training.steps: [1] }
                tune: { seeds: [3], metric: reward, goal: maximise }
                parallel: 0
                """));
        Assert.Equal(["sweep.yaml:1:1: found 'words'; a sweep is a mapping. A sweep takes: sweep, recipe, seeds, grid, variants, tune, parallel, threads, metric"], _fixture.Faults("words"));
    }

    [Fact]
    public void Faults_of_grid_and_variants()
    {
        Assert.Equal(
            [
                "sweep.yaml:3:12 seeds.1: 1 is there already",
                "sweep.yaml:5:19 grid.training.steps: found an empty list, must be a list of values, or a mapping of names to values",
                "sweep.yaml:6:36 grid.training.learning_rate: '0.001' is there already; where two values only look alike, give them names: { name: value, … }",
                "sweep.yaml:7:18 grid.size.small: found 3, must be a mapping of the recipe's paths to values, such as { training.steps: 100 }",
                "sweep.yaml:8:3 grid.seed: a sweep's seeds are named under 'seeds'",
                "sweep.yaml:10:12 variants.plain: found 'agro', must be a mapping of the recipe's paths to values, such as { training.steps: 100 }",
                "sweep.yaml:11:10 variants.b.name: a sweep names its runs itself",
                "sweep.yaml:11:26 variants.b.grid: found a list, must be a mapping like the grid's",
            ],
            _fixture.Faults("""
                sweep: s
                recipe: recipe.yaml
                seeds: [1, 1]
                grid:
                  training.steps: []
                  training.learning_rate: [1.0e-3, 0.001]
                  size: { small: 3 }
                  seed: [4]
                variants:
                    plain: agro
                    b: { name: x, grid: [3] }
                """));
    }

    [Fact]
    public void Faults_of_the_recipes_are_told_once_and_where_the_value_stands()
    {
        _fixture.Write("base.yaml", File.ReadAllText(Path.Combine(_fixture.Folder, "recipe.yaml")) + "hooks: [{ script: gone.csx }]\n");
        Assert.Equal(
            [
                "sweep.yaml:5:3 training.learning_rat: no such option. Did you mean 'learning_rate'? training takes: ",
                "sweep.yaml:6:28 rollouts.group_size: found -1, must be at least 1",
                "sweep.yaml:7:21 rollouts.max_token: no such option. Did you mean 'max_tokens'? rollouts takes: ",
                "sweep.yaml:9:29 algorithm.use: no such algorithm: 'agrp'. Did you mean 'agro'? The algorithms are: ",
                "base.yaml:10:19 hooks.0.script: nothing is at 'gone.csx' (gone.csx)",
            ],
            _fixture.Faults("""
                sweep: s
                recipe: base.yaml
                seeds: [1, 2]
                grid:
                  training.learning_rat: [1.0e-3]
                  rollouts.group_size: [4, -1]
                  sized: { small: { rollouts.max_token: 3 } }
                variants:
                  agro: { algorithm: { use: agrp } }
                  grpo: { algorithm.beta: 0.1 }
                """).Select(fault => fault.Contains(" takes: ", StringComparison.Ordinal) || fault.Contains(" are: ", StringComparison.Ordinal)
                    ? fault[..(fault.LastIndexOf(": ", StringComparison.Ordinal) + 2)]
                    : fault));
    }

    [Fact]
    public void What_only_a_look_at_the_data_shows_is_told_of_every_point()
    {
        var fault = Assert.Single(_fixture.Faults("""
            sweep: s
            recipe: recipe.yaml
            seeds: [1, 2]
            grid: { rollouts.max_tokens: [8, 128] }
            """));
        Assert.StartsWith("sweep.yaml:4:9 rollouts.max_tokens: found 128, but the model has 128 positions", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_of_evaluations_are_known_before_a_run()
    {
        Assert.Equal(
            [
                "sweep.yaml:1:55 metric.0: 'eval/pas@1' is not measured. Did you mean 'eval/pass@1'? Its evaluations measure: eval/pass@1, eval/reward, eval/completions/mean_length, eval/completions/clipped_ratio",
                "sweep.yaml:1:115 tune.metric: 'eval/pass@4' is not measured. Did you mean 'eval/pass@1'? Its evaluations measure: eval/pass@1, eval/reward, eval/completions/mean_length, eval/completions/clipped_ratio",
            ],
            _fixture.Faults("{ sweep: s, recipe: recipe.yaml, seeds: [1], metric: [eval/pas@1, eval/mine, kl/mine], tune: { seeds: [2], metric: eval/pass@4 } }"));
    }

    [Fact]
    public void Other_files_and_grids_that_are_too_large_are_refused()
    {
        Assert.Equal(["gone.yaml: no such file"], Assert.Throws<Agro.Engine.Recipes.RecipeException>(
            () => SweepReader.Read(new SweepRequest { Path = "gone.yaml" }, TestContext.Current.CancellationToken)).Faults.Select(fault => fault.ToString()));
        var axis = $"[{string.Join(", ", Enumerable.Range(1, 150))}]";
        Assert.Equal(
            ["sweep.yaml:1:1 grid: has 22500 points, at most 10000 are possible"],
            _fixture.Faults($"{{ sweep: s, recipe: recipe.yaml, seeds: [1], grid: {{ training.steps: {axis}, rollouts.group_size: {axis} }} }}"));
    }
}
