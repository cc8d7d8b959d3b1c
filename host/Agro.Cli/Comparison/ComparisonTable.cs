using System.Globalization;
using Agro.Cli.Terminal;
using Agro.Engine.Comparison;

namespace Agro.Cli.Comparison;

/// <summary>The table of one metric: a heading, names of columns, and a row for each group.</summary>
/// <param name="Title">What the figures are.</param>
/// <param name="Columns">The names of the columns, that of the groups first.</param>
/// <param name="Rows">The rows, with as many cells as there are columns.</param>
internal sealed record ComparisonTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    private const string Nothing = "-";
    private const int MostDecimals = 6;

    /// <summary>Makes the tables of a comparison.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <returns>One table for each metric.</returns>
    public static IEnumerable<ComparisonTable> Of(RunComparison comparison) => comparison.Metrics.Select(metric => Of(comparison, metric));

    /// <summary>What is to be said below the tables.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <returns>Lines; none when there is nothing to say.</returns>
    public static IEnumerable<string> Notes(RunComparison comparison)
    {
        yield return "± half the 95 % confidence interval over seeds (Student's t)"
            + (comparison.Groups.Length > 1 ? $"; differences to '{VisibleText.Clean(comparison.Baseline.Label)}', paired by seed" : "");
        if (comparison.Groups.All(group => group.Runs.DistinctBy(run => run.Seed).Count() == 1))
            yield return "one seed each: there is no interval";
        foreach (var group in comparison.Groups.Where(group => group.Unfinished.Any()))
            yield return $"* not finished: {VisibleText.Clean(string.Join(", ", group.Unfinished.Select(run => run.Name)))}";
        if (comparison.Groups.Any(group => group.Runs.DistinctBy(run => run.Seed).Count() < group.Runs.Length))
            yield return "where a group has several runs of a seed, the seed counts once, with their mean";
    }

    private static ComparisonTable Of(RunComparison comparison, MetricComparison metric)
    {
        var decimals = Decimals(metric);
        var compares = comparison.Groups.Length > 1;
        string[] columns = ["group", "seeds", "mean ± 95 %", "min", "max", "first", "last", .. compares ? ["difference ± 95 %", "pairs"] : Array.Empty<string>()];
        return new($"{metric.Metric}, {What(metric.Metric, comparison.At)}", columns, [.. metric.Groups.Select(Row)]);

        IReadOnlyList<string> Row(GroupMetric group)
        {
            var (value, difference) = (group.Value, group.Difference);
            var name = VisibleText.Clean(group.Group.Label) + (group.Group.Unfinished.Any() ? " *" : "");
            return
            [
                name, Count(value?.Count), Mean(value, decimals, sign: false), Number(value?.Min, decimals), Number(value?.Max, decimals),
                Number(group.First, decimals), Number(group.Last, decimals),
                .. compares ? [Mean(difference, decimals, sign: true), difference is null ? "" : Count(difference.Count)] : Array.Empty<string>(),
            ];
        }
    }

    private static string What(string metric, MetricAt at) => (metric.StartsWith("eval/", StringComparison.Ordinal), at) switch
    {
        (true, MetricAt.Tail or MetricAt.Last) => "the last evaluation",
        (true, MetricAt.Mean) => "the mean of all evaluations",
        (true, _) => "the highest evaluation",
        (false, MetricAt.Tail) => "the mean of the last tenth of the steps",
        (false, MetricAt.Last) => "the last step",
        (false, MetricAt.Mean) => "the mean of all steps",
        (false, _) => "the highest step",
    };

    /// <summary>As many decimals as the narrowest interval, or else the size, makes sense of; null for values that are too small for that.</summary>
    private static int? Decimals(MetricComparison metric)
    {
        var values = metric.Groups.Where(group => group.Value is not null).ToList();
        var largest = values.Select(group => Math.Abs(group.Value!.Mean)).DefaultIfEmpty(0).Max();
        var halves = values.Select(group => group.Value!.HalfWidth ?? 0).Where(half => half > 0).ToList();
        var size = halves.Count > 0 ? Math.Max(halves.Min(), largest / 1000) : largest / 100;
        var decimals = size > 0 ? Math.Max(1, 1 - (int)Math.Floor(Math.Log10(size))) : 1;
        return decimals <= MostDecimals ? decimals : null;
    }

    private static string Mean(SeedStatistics? value, int? decimals, bool sign) => value is null
        ? ""
        : (sign && value.Mean >= 0 ? "+" : "") + Number(value.Mean, decimals) + (value.HalfWidth is { } half ? $" ± {Number(half, decimals)}" : "");

    private static string Number(double? value, int? decimals) => value is not { } known ? Nothing
        : decimals is not { } count ? known.ToString("0.00e+0", CultureInfo.InvariantCulture)
        // Rounded first, and without the sign that zero may have.
        : (Math.Round(known, count) + 0.0).ToString($"F{Count(count)}", CultureInfo.InvariantCulture);

    private static string Count(int? value) => (value ?? 0).ToString(CultureInfo.InvariantCulture);
}
