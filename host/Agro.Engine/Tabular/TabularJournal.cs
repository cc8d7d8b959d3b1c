using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Agro.Engine.Checkpoints;
using Agro.Engine.Recipes.Binding;
using Agro.Engine.Runs;
using Agro.Engine.Tracking;

namespace Agro.Engine.Tabular;

/// <summary>Writes the files of a tabular experiment.</summary>
internal sealed class TabularJournal : IDisposable
{
    private readonly RunFolder _folder;
    private readonly TabularPlan _plan;
    private readonly JsonLinesFile _metrics;

    private TabularJournal(RunFolder folder, TabularPlan plan) => (_folder, _plan, _metrics) = (folder, plan, new(folder.Metrics));

    /// <summary>Makes the run folder with the recipe as it runs and what runs it.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="plan">The recipe.</param>
    /// <param name="algorithms">Its algorithms.</param>
    public static TabularJournal Start(RunFolder folder, TabularPlan plan, ImmutableArray<TabularAlgorithm> algorithms)
    {
        Directory.CreateDirectory(folder.Directory);
        File.WriteAllText(folder.Recipe, plan.ToYaml(folder.Directory));
        RunJournal.Write(folder.Manifest, new JsonObject
        {
            ["format"] = 1,
            ["kind"] = "tabular",
            ["name"] = plan.Recipe.Name,
            ["agro"] = typeof(TabularJournal).Assembly.GetName().Version!.ToString(3),
            ["started"] = DateTimeOffset.Now.ToString("O"),
            ["seed"] = plan.Recipe.Seed,
            ["components"] = new JsonArray([.. algorithms.Select(algorithm => new JsonObject
            {
                ["slot"] = $"algorithms/{algorithm.Label}",
                ["use"] = algorithm.Description.Name,
                ["plugin"] = algorithm.Description.PluginPath,
                ["version"] = algorithm.Description.PluginVersion,
                ["sha256"] = algorithm.Description.PluginHash,
            })]),
        });
        return new(folder, plan);
    }

    /// <summary>Writes a line for each problem and measured step.</summary>
    /// <param name="curve">What became of an algorithm.</param>
    public void Add(TabularCurve curve) => _metrics.Append(
        from draw in Enumerable.Range(0, curve.Traces.Length)
        from point in curve.Traces[draw].Points
        select new JsonObject
        {
            ["step"] = point.Step,
            ["algorithm"] = curve.Algorithm,
            ["behavior"] = EnumNames.NameOf(curve.Behavior),
            ["draw"] = draw,
            ["normalized_kl"] = JsonLinesFile.Number(point.NormalizedDivergence),
            ["kl"] = JsonLinesFile.Number(point.Divergence),
            ["reward"] = JsonLinesFile.Number(point.Reward),
            ["objective"] = JsonLinesFile.Number(point.Objective),
        });

    /// <summary>Writes the summary.</summary>
    /// <param name="curves">What came out.</param>
    public void Summarize(ImmutableArray<TabularCurve> curves) => RunJournal.Write(_folder.Summary, new JsonObject
    {
        ["name"] = _plan.Recipe.Name,
        ["seed"] = _plan.Recipe.Seed,
        ["steps"] = _plan.Recipe.Tabular.Steps,
        ["curves"] = new JsonArray([.. curves.Select(Curve)]),
        ["problems"] = new JsonArray([.. curves[0].Traces.Select(trace => Problem(trace.Problem))]),
    });

    /// <inheritdoc/>
    public void Dispose() => _metrics.Dispose();

    private JsonObject Curve(TabularCurve curve) => new()
    {
        ["algorithm"] = curve.Algorithm,
        ["behavior"] = EnumNames.NameOf(curve.Behavior),
        ["normalized_kl"] = new JsonArray([.. _plan.ReportSteps.Select(step => Spread(step, curve.DistanceAt(step)))]),
        ["end"] = new JsonArray([.. curve.Traces.Select(End)]),
    };

    private static JsonObject Spread(long step, TabularSpread spread) => new()
    {
        ["step"] = step,
        ["mean"] = JsonLinesFile.Number(spread.Mean),
        ["median"] = JsonLinesFile.Number(spread.Median),
        ["min"] = JsonLinesFile.Number(spread.Min),
        ["max"] = JsonLinesFile.Number(spread.Max),
    };

    /// <summary>Where a descent ended. At the optimum all regularized rewards are the same.</summary>
    private static JsonObject End(TabularTrace trace) => new()
    {
        ["gradient_norm"] = JsonLinesFile.Number(trace.GradientNorm),
        ["policy"] = Numbers(trace.Policy.Select(Math.Exp)),
        ["regularized_rewards"] = Numbers(trace.Problem.RegularizedRewards(trace.Policy.AsSpan())),
    };

    private static JsonObject Problem(TabularProblem problem) => new()
    {
        ["rewards"] = Numbers(problem.Rewards),
        ["reference_logits"] = Numbers(problem.ReferenceLogits),
        ["reference"] = Numbers(problem.Reference.Select(Math.Exp)),
        ["optimum"] = Numbers(problem.Optimum.Select(Math.Exp)),
        ["starting_kl"] = JsonLinesFile.Number(problem.StartingDistance),
        ["optimal_objective"] = JsonLinesFile.Number(problem.Measure(0, problem.Optimum.AsSpan()).Objective),
    };

    private static JsonArray Numbers(IEnumerable<double> values) => new([.. values.Select(JsonLinesFile.Number)]);
}
