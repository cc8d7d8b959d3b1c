using System.Globalization;
using Agro.Engine.Comparison;

namespace Agro.Engine.Sweeps;

/// <summary>A point that was chosen for its variant.</summary>
/// <param name="Point">The point.</param>
/// <param name="Mean">The mean of the deciding metric over its runs.</param>
/// <param name="Candidates">How many points it was chosen from.</param>
public sealed record SweepSelected(SweepPoint Point, double Mean, int Candidates);

/// <summary>Chooses one point of the grid for each variant.</summary>
public static class SweepSelection
{
    /// <summary>Chooses the best points. Points of which a run is missing are not compared; of equals, the first is taken.</summary>
    /// <param name="tuning">What decides.</param>
    /// <param name="tried">The finished runs.</param>
    /// <returns>A point for each variant that has one.</returns>
    /// <exception cref="InputException">A run has not measured the metric.</exception>
    public static IReadOnlyList<SweepSelected> Choose(SweepTuning tuning, IReadOnlyList<(SweepRun Run, RunRecord Record)> tried)
    {
        ArgumentNullException.ThrowIfNull(tuning);
        var asked = tuning.Runs.CountBy(run => run.Point).ToDictionary();
        var means = tried.GroupBy(item => item.Run.Point).Where(point => point.Count() == asked[point.Key]).Select(point => (
            Point: point.Key,
            Mean: point.Average(item => item.Record.Value(tuning.Metric, tuning.At, tuning.Goal) ?? throw item.Record.Missing(tuning.Metric))));
        return [.. means.GroupBy(point => point.Point.Variant).Select(variant =>
        {
            var best = tuning.Goal == MetricGoal.Maximize ? variant.MaxBy(point => point.Mean) : variant.MinBy(point => point.Mean);
            return new SweepSelected(best.Point, best.Mean, variant.Count());
        })];
    }

    /// <summary>Says what was chosen.</summary>
    /// <param name="selected">The choice.</param>
    /// <param name="metric">What decided.</param>
    /// <returns>One line.</returns>
    public static string Describe(this SweepSelected selected, string metric)
    {
        ArgumentNullException.ThrowIfNull(selected);
        return string.Create(CultureInfo.InvariantCulture, $"chosen: {selected.Point.Label}  {metric} {selected.Mean:0.####}, best of {selected.Candidates}");
    }
}
