using System.Collections.Immutable;
using Agro.Engine.Recipes;

namespace Agro.Engine.Comparison;

/// <summary>A metric of a group of runs.</summary>
/// <param name="Group">The group.</param>
/// <param name="Value">What stands for the runs, over seeds; null when no run measured it.</param>
/// <param name="First">The mean of the first values.</param>
/// <param name="Last">The mean of the last values.</param>
/// <param name="Difference">
/// The mean difference to the baseline over the seeds that both have, paired by seed; null for the baseline itself, and without common
/// seeds.
/// </param>
public sealed record GroupMetric(RunGroup Group, SeedStatistics? Value, double? First, double? Last, SeedStatistics? Difference);

/// <summary>A metric of all groups.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Groups">The groups, in their order.</param>
public sealed record MetricComparison(string Metric, ImmutableArray<GroupMetric> Groups);

/// <summary>A comparison of groups of runs.</summary>
/// <param name="Groups">The groups.</param>
/// <param name="Baseline">The group that the others are held against.</param>
/// <param name="At">Which value stands for a run.</param>
/// <param name="Metrics">What was compared.</param>
public sealed record RunComparison(
    ImmutableArray<RunGroup> Groups, RunGroup Baseline, MetricAt At, ImmutableArray<MetricComparison> Metrics)
{
    /// <summary>Compares groups.</summary>
    /// <param name="groups">The groups, at least one.</param>
    /// <param name="metrics">The metrics; none for those of evaluations, and the reward.</param>
    /// <param name="at">Which value stands for a run.</param>
    /// <param name="baseline">The label of the group that the others are held against; null for the first.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="InputException">No run has a metric, or no group the label.</exception>
    public static RunComparison Of(
        ImmutableArray<RunGroup> groups, IReadOnlyList<string> metrics, MetricAt at = MetricAt.Tail, string? baseline = null)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var known = groups.SelectMany(group => group.Runs).SelectMany(run => run.Metrics).Distinct().Order(StringComparer.Ordinal).ToList();
        var names = metrics.Count > 0 ? metrics : Usual(known);
        foreach (var name in names.Except(known)) throw new InputException($"no run has a metric '{name}'.{NearestName.Hint(name, known)} {Has(known)}");
        if (names.Count == 0) throw new InputException($"name a metric with --metric. {Has(known)}");
        var reference = baseline is null ? groups[0] : groups.FirstOrDefault(group => group.Label == baseline) ?? throw new InputException(
            $"no group is '{baseline}'.{NearestName.Hint(baseline, groups.Select(group => group.Label))} The groups are: {string.Join(", ", groups.Select(group => $"'{group.Label}'"))}");
        return new(groups, reference, at, [.. names.Distinct().Select(name => Compare(groups, reference, name, at))]);
    }

    private static List<string> Usual(List<string> known) =>
        [.. known.Where(name => name.StartsWith(MetricSeries.EvaluationPrefix, StringComparison.Ordinal) && name.Contains('@')), .. known.Where(name => name == "reward")];

    private static string Has(List<string> known) => known.Count == 0 ? "Nothing was measured yet" : $"The metrics are: {string.Join(", ", known)}";

    private static MetricComparison Compare(ImmutableArray<RunGroup> groups, RunGroup baseline, string metric, MetricAt at)
    {
        var reference = baseline.BySeed(run => run.Value(metric, at));
        return new(metric, [.. groups.Select(group =>
        {
            var values = group.BySeed(run => run.Value(metric, at));
            var differences = values.Where(seed => group != baseline && reference.ContainsKey(seed.Key)).Select(seed => seed.Value - reference[seed.Key]);
            return new GroupMetric(group, SeedStatistics.Of(values.Values), End(points => points[0]), End(points => points[^1]), SeedStatistics.Of(differences));

            double? End(Func<IReadOnlyList<MetricPoint>, MetricPoint> pick) => SeedStatistics.Of(
                group.BySeed(run => run.Series(metric) is { Count: > 0 } points ? pick(points).Value : null).Values)?.Mean;
        })]);
    }
}
