using System.Collections.Immutable;
using Agro.Cli.Plots;
using Agro.Engine.Comparison;

namespace Agro.Cli.Comparison;

/// <summary>Draws how metrics develop: a line for each group, the mean over its seeds, with its confidence interval as a band.</summary>
internal static class ComparisonPlots
{
    /// <summary>Draws a figure of how each metric develops, as PNG and as SVG.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="folder">Where the figures go; it must be there.</param>
    /// <returns>The files without their endings.</returns>
    /// <exception cref="InputException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Save(RunComparison comparison, string folder) => Save(
        comparison.Metrics.Select(metric => (FileName(metric.Metric), Plot(comparison, metric.Metric))), folder);

    /// <summary>Draws a figure of how each metric depends on a number of the recipe, as PNG and as SVG.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="groups">A line each.</param>
    /// <param name="against">The number's path in the recipe.</param>
    /// <param name="folder">Where the figures go; it must be there.</param>
    /// <returns>The files without their endings.</returns>
    /// <exception cref="InputException">A file cannot be written, or a recipe has no number there.</exception>
    public static IReadOnlyList<string> SaveAgainst(RunComparison comparison, ImmutableArray<RunGroup> groups, string against, string folder) => Save(
        comparison.Metrics.Select(metric => ($"{FileName(metric.Metric)}-against-{FileName(against)}", new LinePlot
        {
            Title = $"{metric.Metric}: mean over seeds with its 95 % confidence interval",
            X = new PlotAxis(against),
            Y = new PlotAxis(metric.Metric),
            Series = [.. RunTrend.Of(groups, against, metric.Metric, comparison.At).Select((trend, index) => Series(
                trend.Label, index, [.. trend.Points.Select(point => (point.X, point.Statistics))]))],
        })), folder);

    private static List<string> Save(IEnumerable<(string Name, LinePlot Plot)> plots, string folder)
    {
        var paths = new List<string>();
        foreach (var (name, plot) in plots.Where(plot => !plot.Plot.Series.IsEmpty))
        {
            var path = Path.Combine(folder, name);
            try
            {
                plot.SavePng($"{path}.png");
                plot.SaveSvg($"{path}.svg");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new InputException($"{path}: cannot be written: {exception.Message}");
            }

            paths.Add(path);
        }

        return paths;
    }

    /// <summary>Makes the figure of a metric.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="metric">The metric.</param>
    public static LinePlot Plot(RunComparison comparison, string metric)
    {
        var seeds = comparison.Groups.Any(group => group.Runs.DistinctBy(run => run.Seed).Count() > 1);
        return new LinePlot
        {
            Title = metric + (seeds ? ": mean over seeds with its 95 % confidence interval" : ""),
            X = new PlotAxis("step"),
            Y = new PlotAxis(metric),
            Series = [.. comparison.Groups.Select((group, index) => Series(group, index, metric)).Where(series => series.Xs.Length > 0)],
        };
    }

    private static PlotSeries Series(RunGroup group, int index, string metric) =>
        Series(group.Label, index, [.. group.Curve(metric).Select(point => ((double)point.Step, point.Statistics))]);

    private static PlotSeries Series(string label, int color, IReadOnlyList<(double X, SeedStatistics Statistics)> points)
    {
        var band = points.Any(point => point.Statistics.HalfWidth is not null);
        return new PlotSeries
        {
            Label = label,
            Color = color,
            Xs = [.. points.Select(point => point.X)],
            Ys = [.. points.Select(point => point.Statistics.Mean)],
            Low = band ? [.. points.Select(point => point.Statistics.Low ?? point.Statistics.Mean)] : [],
            High = band ? [.. points.Select(point => point.Statistics.High ?? point.Statistics.Mean)] : [],
        };
    }

    private static string FileName(string metric) => string.Concat(metric.Select(c => char.IsAsciiLetterOrDigit(c) || "._-@".Contains(c) ? c : '-'));
}
