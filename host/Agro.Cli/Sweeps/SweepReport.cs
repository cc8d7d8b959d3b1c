using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Agro.Cli.Commands;
using Agro.Cli.Comparison;
using Agro.Cli.JsonLines;
using Agro.Engine.Comparison;
using Agro.Engine.Sweeps;

namespace Agro.Cli.Sweeps;

/// <summary>Writes what a sweep found: <c>sweep.json</c> and <c>table.md</c> in its folder, and a table for the terminal.</summary>
/// <param name="plan">The sweep.</param>
internal sealed class SweepReport(SweepPlan plan)
{
    /// <summary>The points that were chosen; null without tuning.</summary>
    public IReadOnlyList<SweepSelected>? Chosen { get; set; }

    /// <summary>Writes the list of the runs.</summary>
    /// <param name="runs">All runs.</param>
    /// <param name="records">What those measured that are finished.</param>
    public void SaveRuns(IReadOnlyList<SweepRun> runs, IReadOnlyDictionary<SweepRun, RunRecord> records)
    {
        var json = new JsonObject { ["sweep"] = plan.Name, ["finished"] = runs.Count(records.ContainsKey) };
        if (Chosen is not null) json["chosen"] = new JsonArray([.. Chosen.Select(ToJson)]);
        json["runs"] = new JsonArray([.. runs.Select(run => ToJson(run, records.GetValueOrDefault(run)))]);
        CommonOptions.WriteFile(Path.Combine(plan.Directory, "sweep.json"), [json.ToJsonString(RowWriter.Indented), "\n"]);
    }

    /// <summary>Writes the table.</summary>
    /// <param name="runs">The finished runs.</param>
    /// <returns>The table for the terminal; empty when there is nothing to compare.</returns>
    public string SaveTable(IReadOnlyList<(SweepRun Run, RunRecord Record)> runs)
    {
        ImmutableArray<RunGroup> groups =
            [.. runs.GroupBy(item => item.Run.Point).OrderBy(point => plan.Points.IndexOf(point.Key))
                .Select(point => new RunGroup(point.Key.Label, [.. point.Select(item => item.Record)]))];
        if (groups.IsEmpty) return "";
        // What no run has was told with the first run that finished.
        var measured = plan.Metrics.Where(metric => runs.Any(item => item.Record.Series(metric).Count > 0)).ToList();
        if (measured.Count == 0) return "";
        var comparison = RunComparison.Of(groups, measured);
        CommonOptions.WriteFile(Path.Combine(plan.Directory, "table.md"), [ComparisonText.Markdown(comparison)]);
        return ComparisonText.Table(comparison);
    }

    private JsonObject ToJson(SweepSelected selected) => new()
    {
        ["label"] = selected.Point.Label,
        ["metric"] = plan.Tuning!.Metric,
        ["mean"] = RowWriter.Number(selected.Mean),
        ["points"] = selected.Candidates,
    };

    private JsonObject ToJson(SweepRun run, RunRecord? record) => new()
    {
        ["folder"] = run.Name,
        ["label"] = run.Point.Label,
        ["variant"] = run.Point.Variant,
        ["grid"] = new JsonObject(run.Point.Choices.Select(choice => KeyValuePair.Create<string, JsonNode?>(choice.Axis, choice.Value))),
        ["seed"] = run.Seed,
        ["finished"] = record is not null,
        ["seconds"] = record?.Seconds,
        ["before"] = Values(record, points => points[0]),
        ["after"] = Values(record, points => points[^1]),
    };

    private JsonObject? Values(RunRecord? record, Func<IReadOnlyList<MetricPoint>, MetricPoint> pick) => record is null ? null
        : new(plan.Metrics.Select(metric => KeyValuePair.Create(
            metric, record.Series(metric) is { Count: > 0 } points ? RowWriter.Number(pick(points).Value) : null)));
}
