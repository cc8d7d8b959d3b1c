using System.Collections.Immutable;

namespace Agro.Engine.Comparison;

/// <summary>Runs that differ in their seed only, or in what a comparison was asked to leave out of account.</summary>
/// <param name="Label">What sets it apart from the other groups.</param>
/// <param name="Runs">The runs.</param>
public sealed record RunGroup(string Label, ImmutableArray<RunRecord> Runs)
{
    /// <summary>The runs that have not gone to their end.</summary>
    public IEnumerable<RunRecord> Unfinished => Runs.Where(run => !run.Finished);

    /// <summary>A value of each seed; the mean over its runs where a seed has several.</summary>
    /// <param name="value">The value of a run; null where it has none.</param>
    /// <returns>Values by seed.</returns>
    internal SortedDictionary<long, double> BySeed(Func<RunRecord, double?> value) => new(Runs
        .Select(run => (run.Seed, Value: value(run))).Where(run => run.Value is not null)
        .GroupBy(run => run.Seed, run => run.Value!.Value).ToDictionary(seed => seed.Key, seed => seed.Average()));

    /// <summary>How a metric develops: its statistics at the steps that all runs which measured it have.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>The steps in their order.</returns>
    public IReadOnlyList<(long Step, SeedStatistics Statistics)> Curve(string metric)
    {
        var series = Runs.Where(run => run.Series(metric).Count > 0)
            .ToDictionary(run => run, run => run.Series(metric).ToDictionary(point => point.Step, point => point.Value));
        if (series.Count == 0) return [];
        // Means over fewer seeds from some step on would jump where a run ends.
        var steps = series.Values.Select(points => points.Keys.AsEnumerable()).Aggregate((all, more) => all.Intersect(more)).Order();
        return [.. steps.Select(step => (step, SeedStatistics.Of(BySeed(run => series.TryGetValue(run, out var points) ? points[step] : null).Values)!))];
    }
}
