using System.Collections.Immutable;
using System.Globalization;

namespace Agro.Engine.Comparison;

/// <summary>What a metric is where a number of the recipe has a value.</summary>
/// <param name="X">The number.</param>
/// <param name="Statistics">The metric over seeds.</param>
public sealed record TrendPoint(double X, SeedStatistics Statistics);

/// <summary>How a metric depends on a number of the recipe, such as <c>rollouts.staleness</c>.</summary>
/// <param name="Label">The group.</param>
/// <param name="Points">The points, by their number.</param>
public sealed record RunTrend(string Label, ImmutableArray<TrendPoint> Points)
{
    /// <summary>Finds the trend of each group.</summary>
    /// <param name="groups">Groups whose runs differ in the number.</param>
    /// <param name="path">The number's path in the recipe.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="at">Which value stands for a run.</param>
    /// <returns>The trends of the groups that measured the metric.</returns>
    /// <exception cref="InputException">A recipe has no number there.</exception>
    public static ImmutableArray<RunTrend> Of(ImmutableArray<RunGroup> groups, string path, string metric, MetricAt at) =>
        [.. groups.Select(group => new RunTrend(group.Label, Trend(group, path, metric, at))).Where(trend => trend.Points.Length > 0)];

    /// <summary>Puts the groups of each line together, by the number.</summary>
    /// <param name="groups">Groups whose runs agree in the number.</param>
    /// <param name="lines">The lines that they are the points of.</param>
    /// <param name="path">The number's path in the recipe.</param>
    /// <returns>The same groups.</returns>
    /// <exception cref="InputException">A recipe has no number there.</exception>
    public static ImmutableArray<RunGroup> Sort(ImmutableArray<RunGroup> groups, ImmutableArray<RunGroup> lines, string path) =>
        [.. groups.OrderBy(group => lines.IndexOf(lines.First(line => line.Runs.Any(run => run.Directory == group.Runs[0].Directory)))).ThenBy(group => Number(group.Runs[0], path))];

    private static ImmutableArray<TrendPoint> Trend(RunGroup group, string path, string metric, MetricAt at) =>
    [
        .. group.Runs.GroupBy(run => Number(run, path)).OrderBy(same => same.Key)
            .Select(same => (X: same.Key, Statistics: SeedStatistics.Of(new RunGroup(group.Label, [.. same]).BySeed(run => run.Value(metric, at)).Values)))
            .Where(point => point.Statistics is not null)
            .Select(point => new TrendPoint(point.X, point.Statistics!)),
    ];

    private static double Number(RunRecord run, string path)
    {
        var recipe = FlatRecipe.Read(Path.Combine(run.Directory, "recipe.yaml"));
        return recipe.TryGetValue(path, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InputException($"{run.Directory}: its recipe has no number at '{path}', but {(text is null ? "nothing" : $"'{text}'")}");
    }
}
