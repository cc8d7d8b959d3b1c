using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Runs;
using Agro.Engine.Tabular;

namespace Agro.Tests.Tabular;

public sealed class TabularRecipeTests : IDisposable
{
    private readonly TabularFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("steps: 30", "stpes: 30", "r.yaml:7:3 tabular.stpes: no such option. Did you mean 'steps'?")]
    [InlineData("steps: 30", "steps: 0", "r.yaml:7:10 tabular.steps: found 0, must be between 1 and 100000000")]
    [InlineData("beta: 0.5\n", "beta: 0\n", "r.yaml:5:9 tabular.beta: found 0, must be more than 0 and at most 1000000")]
    [InlineData("use: agro,", "use: argo,", "r.yaml:9:14 tabular.algorithms.0.use: no such algorithm: 'argo'. Did you mean 'agro'?")]
    [InlineData("agro, beta:", "agro, betta:", "r.yaml:9:20 tabular.algorithms.0.betta: no such option. Did you mean 'beta'?")]
    [InlineData("report: [10, 30]", "report: [10, 40]", "r.yaml:11:16 tabular.report.1: found 40, must be at most tabular.steps, 30")]
    [InlineData("report: [10, 30]", "rewards: [1, 2]", "r.yaml:11:3 tabular.rewards: has 2 numbers, but there are 4 completions")]
    [InlineData("report: [10, 30]", "reference_logits: [1, 2, 3, 4, 5]", "r.yaml:11:3 tabular.reference_logits: has 5 numbers, but there are 4 completions")]
    [InlineData("report: [10, 30]", "behavior: [policy, policy]", "r.yaml:11:22 tabular.behavior.1: is named already")]
    [InlineData("report: [10, 30]", "behavior: [polcy]", "r.yaml:11:14 tabular.behavior.0: found 'polcy'. Did you mean 'policy'? Must be one of: reference, policy")]
    [InlineData("report: [10, 30]", "behavior: []", "r.yaml:11:13 tabular.behavior: found an empty list, must name at least one")]
    [InlineData("use: regularized-pg,", "use: agro,", "r.yaml:10:7 tabular.algorithms.1: is the same as algorithms.0")]
    [InlineData("name: small", "name: small\ntraining: { steps: 3 }", "r.yaml:2:1 training: no such option.")]
    [InlineData("use: regularized-pg, beta: 0.5", "use: regularized-pg, beta: 0.5, baseline: batch", "r.yaml:10:7 tabular.algorithms.1: 'regularized-pg' is no mean over groups")]
    [InlineData("use: regularized-pg, beta: 0.5", "use: sft", "r.yaml:10:7 tabular.algorithms.1: 'sft' needs demonstrations")]
    [InlineData("use: regularized-pg, beta: 0.5", "use: reinforce", "r.yaml:10:7 tabular.algorithms.1: 'reinforce' is only valid for completions of the present policy")]
    public void Faults_say_where_they_are_and_what_is_allowed(string old, string changed, string fault)
    {
        Assert.Contains(old, TabularFixture.Good, StringComparison.Ordinal);
        var faults = _fixture.Faults(TabularFixture.Good.Replace(old, changed, StringComparison.Ordinal));
        Assert.StartsWith(fault, Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Plugins_are_written_as_in_other_recipes()
    {
        PluginCompiler.Compile(_fixture.Of("bin/Mine.dll"), PluginCompiler.Constant("mine", 1));
        foreach (var plugins in new[] { "[bin/Mine.dll]", "{ load: [{ path: bin/Mine.dll }] }" })
        {
            var request = _fixture.Request($"{TabularFixture.Good}\nplugins: {plugins}", "plugins.swap.enabled=false");
            var plan = TabularExperiment.Validate(request);
            Assert.NotNull(plan.Catalog.Find(ComponentKind.Reward, "mine"));
            Assert.Equal(_fixture.Of("bin/Mine.dll"), Assert.Single(plan.Recipe.Plugins.Load).Path);
        }

        Assert.False(TabularExperiment.Validate(_fixture.Request(TabularFixture.Good, "plugins.swap.enabled=false")).Recipe.Plugins.Swap.Enabled);
    }

    [Fact]
    public void Given_numbers_are_one_problem()
    {
        var faults = _fixture.Faults(TabularFixture.Good, "tabular.draws=2", "tabular.rewards=[1,2,3,4]", "tabular.reference_logits=[1,2,3,4]");
        Assert.EndsWith("tabular.draws: found 2, but rewards and reference_logits are given, which makes one problem", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_say_how_many_completions_there_are()
    {
        var text = TabularFixture.Good.Replace("completions: 4", "rewards: [1, 2, 3]", StringComparison.Ordinal);
        Assert.Equal(3, TabularExperiment.Validate(_fixture.Request(text)).Completions);
        Assert.Equal(20, TabularExperiment.Validate(_fixture.Request(TabularFixture.Good.Replace("completions: 4", "", StringComparison.Ordinal))).Completions);
    }

    [Fact]
    public void Algorithms_of_one_name_are_told_apart_by_their_options()
    {
        var text = TabularFixture.Good.Replace("use: regularized-pg, beta: 0.5", "use: agro, scale: loss, beta: 0.5", StringComparison.Ordinal);
        Assert.Equal(["agro beta 0.5", "agro beta 0.5, scale loss"], TabularPlan.Read(_fixture.Request(text)).Labels);
    }

    [Fact]
    public void An_algorithm_with_another_optimum_is_noted()
    {
        Assert.Empty(TabularPlan.Read(_fixture.Request(TabularFixture.Good)).Notices);
        var text = TabularFixture.Good.Replace("use: regularized-pg, beta: 0.5", "use: regularized-pg", StringComparison.Ordinal);
        var notice = Assert.Single(TabularPlan.Read(_fixture.Request(text)).Notices);
        Assert.Equal("tabular.algorithms.1: the beta of 'regularized-pg' is 0.05, but distances are measured to the optimum of tabular.beta, 0.5", notice);
    }

    [Fact]
    public void Neither_kind_of_recipe_passes_for_the_other()
    {
        var request = _fixture.Request(TabularFixture.Good);
        Assert.True(RecipeDocument.Parse(request.RecipePath).IsTabular);
        var fault = Assert.Single(Assert.Throws<RecipeException>(() => TrainingRun.Validate(request, TestContext.Current.CancellationToken)).Faults);
        Assert.Equal((3, "tabular", "a tabular experiment has no policy, data or training: agro-host run and validate take it"), (fault.Line, fault.Path, fault.Message));
        Assert.Contains("this recipe trains a policy", Assert.Throws<RecipeException>(() =>
            TabularExperiment.Validate(request with { RecipePath = Path.Combine(SharedData.Repository, "recipes", "quickstart.yaml") })).Message, StringComparison.Ordinal);
    }
}
