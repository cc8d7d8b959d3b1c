using Agro.Engine.Recipes;

namespace Agro.Cli.Terminal;

/// <summary>The metrics of an evaluation as people read them: each with half its confidence interval, not that as another metric.</summary>
internal static class EvaluationFigures
{
    /// <summary>The names of the metrics that are no intervals of others.</summary>
    /// <param name="metrics">Metrics by name.</param>
    /// <returns>The names, in their order.</returns>
    public static IEnumerable<string> Names(IReadOnlyDictionary<string, double> metrics) =>
        metrics.Keys.Where(name => !name.EndsWith(EvalMetric.IntervalSuffix, StringComparison.Ordinal));

    /// <summary>Half of a metric's interval, behind it; empty where there is none.</summary>
    /// <param name="metrics">Metrics by name.</param>
    /// <param name="name">The metric.</param>
    /// <returns>Such as <c> ±0.069</c>.</returns>
    public static string Interval(IReadOnlyDictionary<string, double> metrics, string name) =>
        metrics.TryGetValue(name + EvalMetric.IntervalSuffix, out var half) ? $" ±{Figures.Score(half)}" : "";
}
