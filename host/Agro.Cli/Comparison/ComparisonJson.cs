using System.Text.Json.Nodes;
using Agro.Cli.JsonLines;
using Agro.Engine.Comparison;

namespace Agro.Cli.Comparison;

/// <summary>Writes a comparison as JSON.</summary>
internal static class ComparisonJson
{
    /// <summary>Writes a comparison.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <returns>An object.</returns>
    public static JsonObject Of(RunComparison comparison) => new()
    {
        ["at"] = comparison.At.ToString().ToLowerInvariant(),
        ["confidence"] = 0.95,
        ["baseline"] = comparison.Baseline.Label,
        ["groups"] = new JsonArray([.. comparison.Groups.Select(group => new JsonObject
        {
            ["label"] = group.Label,
            ["runs"] = new JsonArray([.. group.Runs.Select(run => new JsonObject
            {
                ["folder"] = run.Directory,
                ["seed"] = run.Seed,
                ["finished"] = run.Finished,
                ["values"] = new JsonObject(comparison.Metrics.Select(metric =>
                    KeyValuePair.Create(metric.Metric, Number(run.Value(metric.Metric, comparison.At))))),
            })]),
        })]),
        ["metrics"] = new JsonObject(comparison.Metrics.Select(metric => KeyValuePair.Create<string, JsonNode?>(
            metric.Metric, new JsonArray([.. metric.Groups.Select(Group)])))),
    };

    private static JsonObject Group(GroupMetric group) => new()
    {
        ["label"] = group.Group.Label,
        ["value"] = Statistics(group.Value),
        ["first"] = Number(group.First),
        ["last"] = Number(group.Last),
        ["difference"] = Statistics(group.Difference),
    };

    private static JsonObject? Statistics(SeedStatistics? value) => value is null ? null : new()
    {
        ["seeds"] = value.Count,
        ["mean"] = Number(value.Mean),
        ["low"] = Number(value.Low),
        ["high"] = Number(value.High),
        ["min"] = Number(value.Min),
        ["max"] = Number(value.Max),
    };

    private static JsonNode? Number(double? value) => value is { } known ? RowWriter.Number(known) : null;
}
