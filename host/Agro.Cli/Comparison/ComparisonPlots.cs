using Agro.Cli.Plots;
using Agro.Engine.Comparison;

namespace Agro.Cli.Comparison;

/// <summary>Draws how metrics develop: a line for each group, the mean over its seeds, with its confidence interval as a band.</summary>
internal static class ComparisonPlots
{
    /// <summary>Draws a figure for each metric, as PNG and as SVG.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="folder">Where the figures go; it must be there.</param>
    /// <returns>The files without their endings.</returns>
    /// <exception cref="InputException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Save(RunComparison comparison, string folder)
    {
        var paths = new List<string>();
        foreach (var metric in comparison.Metrics)
        {
            var plot = Plot(comparison, metric.Metric);
            if (plot.Series.IsEmpty) continue;
            var path = Path.Combine(folder, FileName(metric.Metric));
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

    private static PlotSeries Series(RunGroup group, int index, string metric)
    {
        var curve = group.Curve(metric);
        var band = curve.Any(point => point.Statistics.HalfWidth is not null);
        return new PlotSeries
        {
            Label = group.Label,
            Color = index,
            Xs = [.. curve.Select(point => (double)point.Step)],
            Ys = [.. curve.Select(point => point.Statistics.Mean)],
            Low = band ? [.. curve.Select(point => point.Statistics.Low ?? point.Statistics.Mean)] : [],
            High = band ? [.. curve.Select(point => point.Statistics.High ?? point.Statistics.Mean)] : [],
        };
    }

    private static string FileName(string metric) => string.Concat(metric.Select(c => char.IsAsciiLetterOrDigit(c) || "._-@".Contains(c) ? c : '-'));
}
