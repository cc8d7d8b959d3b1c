using Agro.Engine.Tabular;

namespace Agro.Tests.Tabular;

public sealed class TabularExperimentTests : IDisposable
{
    private readonly TabularFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_run_leaves_its_recipe_its_metrics_and_a_summary()
    {
        var observer = new RecordingTabularObserver();
        var result = Run(TabularFixture.Good, observer);

        Assert.Equal(["started small", "agro Reference", "agro Policy", "regularized-pg Reference", "regularized-pg Policy"], observer.Events);
        var metrics = _fixture.Metrics();
        Assert.Equal(4, metrics.Count(line => line["step"]!.GetValue<long>() == 0));
        Assert.All(metrics.Where(line => line["step"]!.GetValue<long>() == 0), line => Assert.Equal(1, line["normalized_kl"]!.GetValue<double>()));
        Assert.Equal(30, metrics[^1]["step"]!.GetValue<long>());
        var curves = _fixture.Json("summary.json")["curves"]!.AsArray();
        Assert.Equal(["reference", "policy", "reference", "policy"], curves.Select(curve => curve!["behavior"]!.GetValue<string>()));
        Assert.Equal(result.Curves[0].DistanceAt(30).Mean, curves[0]!["normalized_kl"]![1]!["mean"]!.GetValue<double>());
        Assert.Equal("tabular", _fixture.Json("run.json")["kind"]!.GetValue<string>());

        // The recipe in the folder is the run.
        var again = TabularExperiment.Run(_fixture.RequestOf(Path.Combine(_fixture.Of("run"), "recipe.yaml"), "again"), new RecordingTabularObserver(), Token);
        Assert.Equal(metrics.Select(line => line.ToJsonString()), _fixture.Metrics("again").Select(line => line.ToJsonString()));
        Assert.Equal(4, again.Plan.Completions);
    }

    [Fact]
    public void Each_point_says_how_far_the_policy_is_and_what_it_earns()
    {
        Run(TabularFixture.Good);
        var problem = _fixture.Json("summary.json")["problems"]![0]!;
        var best = problem["optimal_objective"]!.GetValue<double>();
        // J(pi*) - J(pi) = beta KL(pi || pi*) for every policy pi.
        Assert.All(_fixture.Metrics(), line => Assert.Equal(
            best - 0.5 * line["kl"]!.GetValue<double>(), line["objective"]!.GetValue<double>(), 1e-12));
    }

    [Fact]
    public void Problems_are_drawn_by_the_seed_and_their_number()
    {
        var two = Rewards("tabular.draws=2");
        Assert.NotEqual(two[0], two[1]);
        Assert.Equal(two, Rewards("tabular.draws=3").Take(2));
        Assert.NotEqual(two[0], Rewards("seed=4")[0]);

        List<string> Rewards(params string[] sets) =>
            [.. TabularExperiment.Run(_fixture.Request(TabularFixture.Good, [.. sets, "tabular.steps=2", "tabular.report=[]"]) with { OutputDirectory = _fixture.Of(sets[0]) }, new RecordingTabularObserver(), Token)
                .Curves[0].Traces.Select(trace => string.Join(' ', trace.Problem.Rewards))];
    }

    [Fact]
    public void Draws_are_standard_normal()
    {
        var plan = TabularPlan.Read(_fixture.Request(TabularFixture.Good, "tabular.completions=100", "tabular.draws=100"));
        var values = Enumerable.Range(0, 100).Select(draw => ProblemDraw.Of(plan.Recipe, draw)).SelectMany(problem => problem.Rewards.Concat(problem.ReferenceLogits)).ToList();
        Assert.Equal(0, values.Average(), 0.03);
        Assert.Equal(1, values.Average(value => value * value), 0.05);
        Assert.Equal(0.1587, (double)values.Count(value => value > 1) / values.Count, 0.01);
    }

    [Fact]
    public void Several_problems_are_summed_up_by_mean_median_and_range()
    {
        var result = Run(TabularFixture.Good, sets: "tabular.draws=4");
        var values = result.Curves[0].Traces.Select(trace => trace.Points[^1].NormalizedDivergence).Order().ToArray();
        var spread = result.Curves[0].DistanceAt(30);
        Assert.Equal((values[0], values[3], (values[1] + values[2]) / 2), (spread.Min, spread.Max, spread.Median));
        Assert.Equal(values.Average(), spread.Mean, 1e-15);
    }

    [Fact]
    public void Without_a_report_powers_of_ten_and_the_last_step_are_shown()
    {
        var text = TabularFixture.Good.Replace("report: [10, 30]", "", StringComparison.Ordinal).Replace("steps: 30", "steps: 250", StringComparison.Ordinal);
        Assert.Equal([10, 100, 250], TabularPlan.Read(_fixture.Request(text)).ReportSteps);
    }

    [Fact]
    public void An_interrupted_run_keeps_what_it_has()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var observer = new RecordingTabularObserver { OnFinished = _ => stop.Cancel() };
        Assert.Throws<OperationCanceledException>(() => TabularExperiment.Run(_fixture.Request(TabularFixture.Good), observer, stop.Token));
        Assert.All(_fixture.Metrics(), line => Assert.Equal("agro", line["algorithm"]!.GetValue<string>()));
    }

    [Fact]
    public void A_descent_that_leaves_the_numbers_ends_with_advice()
    {
        var fault = Assert.Throws<AgroException>(() => Run(TabularFixture.Good, sets: ["tabular.rewards=[1e300, -1e300, 1e300, 0]", "tabular.step_size=1e6"]));
        Assert.Contains("A smaller tabular.step_size may help", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, fault.ExitCode);
    }

    [Fact]
    public void A_folder_with_a_run_is_not_written_into_and_nothing_is_resumed()
    {
        Run(TabularFixture.Good);
        Assert.Contains("already holds a run", Assert.Throws<InputException>(() => Run(TabularFixture.Good)).Message, StringComparison.Ordinal);
        Assert.Contains("run it anew", Assert.Throws<InputException>(() =>
            TabularExperiment.Run(_fixture.Request(TabularFixture.Good) with { Resume = true }, new RecordingTabularObserver(), Token)).Message, StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TabularResult Run(string text, RecordingTabularObserver? observer = null, params string[] sets) =>
        TabularExperiment.Run(_fixture.Request(text, sets), observer ?? new(), Token);
}
