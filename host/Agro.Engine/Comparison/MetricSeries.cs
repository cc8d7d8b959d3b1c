using System.Text.Json.Nodes;
using Agro.Engine.Checkpoints;
using Agro.Engine.Tracking;

namespace Agro.Engine.Comparison;

/// <summary>Reads what a run measured: its steps, and its evaluations under names such as <c>eval/pass@1</c>.</summary>
internal static class MetricSeries
{
    /// <summary>The prefix of the metrics of evaluations.</summary>
    public const string EvaluationPrefix = "eval/";

    /// <summary>Reads all series of a run folder, each in the order of its steps. What is not finite is left out.</summary>
    /// <param name="folder">The run folder.</param>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>> Read(RunFolder folder)
    {
        var series = new SortedDictionary<string, SortedDictionary<long, double>>(StringComparer.Ordinal);
        foreach (var line in JsonLinesFile.Read(folder.Metrics)) Add(series, "", StepOf(line), line);
        foreach (var line in JsonLinesFile.Read(folder.Events))
        {
            var kind = (string?)line["event"];
            // What a process measured after the checkpoint that the next one went on from is no part of the run.
            if (kind is "started" or "resumed") DropEvaluations(series, StepOf(line), inclusive: kind == "started");
            else if (kind == "evaluation" && line["metrics"] is JsonObject metrics) Add(series, EvaluationPrefix, StepOf(line), metrics);
        }

        return series.Where(entry => entry.Value.Count > 0).ToDictionary(
            entry => entry.Key, entry => (IReadOnlyList<MetricPoint>)[.. entry.Value.Select(point => new MetricPoint(point.Key, point.Value))]);
    }

    private static void Add(
        SortedDictionary<string, SortedDictionary<long, double>> series, string prefix, long step, JsonObject values)
    {
        foreach (var (name, node) in values)
        {
            if (name == "step" || node is not JsonValue value || !value.TryGetValue<double>(out var number)) continue;
            if (!series.TryGetValue(prefix + name, out var points)) series.Add(prefix + name, points = []);
            points[step] = number;
        }
    }

    private static void DropEvaluations(SortedDictionary<string, SortedDictionary<long, double>> series, long step, bool inclusive)
    {
        foreach (var points in series.Where(entry => entry.Key.StartsWith(EvaluationPrefix, StringComparison.Ordinal)).Select(entry => entry.Value))
            foreach (var late in points.Keys.Where(at => at > step || (inclusive && at == step)).ToList()) points.Remove(late);
    }

    private static long StepOf(JsonObject line) => (long?)line["step"] ?? 0;
}
