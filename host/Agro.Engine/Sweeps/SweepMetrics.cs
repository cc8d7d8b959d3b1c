using System.Collections.Immutable;
using Agro.Engine.Comparison;
using Agro.Engine.Recipes;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Sweeps;

/// <summary>Checks the metrics that a sweep names, as far as they are known before a run: those of evaluations follow from the recipe.</summary>
/// <param name="recipes">The recipes of the runs.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class SweepMetrics(IEnumerable<Recipe> recipes, FaultList faults)
{
    private static readonly string[] Always = ["reward", "completions/mean_length", "completions/clipped_ratio"];
    private readonly ImmutableArray<Recipe> _recipes = [.. recipes];

    /// <summary>Checks the metrics of the table.</summary>
    /// <param name="metrics">Those of the file.</param>
    /// <param name="place">Finds places in the file.</param>
    /// <returns>The metrics; the usual ones when the file names none.</returns>
    public ImmutableArray<string> Check(ImmutableArray<string> metrics, Func<string, NodePosition> place)
    {
        for (var i = 0; i < metrics.Length; i++)
        {
            var path = FormattableString.Invariant($"metric.{i}");
            CheckOne(metrics[i], path, place(path));
        }

        if (metrics.Length > 0) return metrics;
        var evaluations = _recipes.Select(Evaluations).Aggregate((first, second) => [.. first.Intersect(second)]).Except(Always);
        return [.. evaluations.Select(name => MetricSeries.EvaluationPrefix + name), "reward"];
    }

    /// <summary>Checks a metric.</summary>
    /// <param name="metric">Its name.</param>
    /// <param name="path">Where the file names it.</param>
    /// <param name="at">The place of that.</param>
    public void CheckOne(string metric, string path, NodePosition at)
    {
        if (!metric.StartsWith(MetricSeries.EvaluationPrefix, StringComparison.Ordinal)) return;
        var name = metric[MetricSeries.EvaluationPrefix.Length..];
        var without = _recipes.FirstOrDefault(recipe => !Evaluations(recipe).Contains(name));
        // Rewards and plugins add names of their own, which only a run shows.
        if (without is null || (!name.Contains('@') && without.Eval is not null)) return;
        var names = Evaluations(without).Select(other => MetricSeries.EvaluationPrefix + other).ToList();
        faults.Add(at, path, names.Count == 0
            ? $"'{metric}' is not measured: the recipe has no evaluation (data.eval)"
            : $"'{metric}' is not measured.{NearestName.Hint(metric, names)} Its evaluations measure: {string.Join(", ", names)}");
    }

    private static IEnumerable<string> Evaluations(Recipe recipe) =>
        recipe.Eval is { } eval && !recipe.Rewards.IsEmpty && (eval.AtStart || eval.AtEnd || eval.Every > 0) ? [.. eval.Metrics, .. Always] : [];
}
