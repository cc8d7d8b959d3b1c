using System.Text.Json;
using System.Text.Json.Nodes;
using Agro.Engine.Checkpoints;
using Agro.Engine.Recipes;
using Agro.Engine.Runs;

namespace Agro.Engine.Comparison;

/// <summary>What a run folder says about its run, which may still be going on.</summary>
public sealed class RunRecord
{
    private readonly IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>> _series;

    private RunRecord(RunFolder folder)
    {
        Directory = folder.Directory;
        var manifest = ReadObject(folder.Manifest);
        Seed = (long?)manifest["seed"] ?? 0;
        _series = MetricSeries.Read(folder);
        if (!File.Exists(folder.Summary)) return;
        var summary = ReadObject(folder.Summary);
        Seconds = (double?)summary["wall_seconds"];
        var reason = (string?)summary["stop_reason"];
        // A run that a hook stopped has said all that it has to say; one that a person stopped waits to be resumed.
        Finished = (long?)summary["steps"] >= (long?)summary["total_steps"] || reason is not (null or RunLoop.StoppedByUser);
    }

    /// <summary>The run folder, absolute.</summary>
    public string Directory { get; }

    /// <summary>The folder's name.</summary>
    public string Name => Path.GetFileName(Directory);

    /// <summary>The seed.</summary>
    public long Seed { get; }

    /// <summary>Whether the run went to its end: all its steps, or a hook's stop.</summary>
    public bool Finished { get; }

    /// <summary>Steps that were measured.</summary>
    public long Steps => _series.Values.Select(points => points[^1].Step).DefaultIfEmpty().Max();

    /// <summary>Seconds that it took; null while it has no summary.</summary>
    public double? Seconds { get; }

    /// <summary>What was measured, those of evaluations as <c>eval/NAME</c>.</summary>
    public IEnumerable<string> Metrics => _series.Keys.Order(StringComparer.Ordinal);

    /// <summary>Reads a run folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <returns>The record.</returns>
    /// <exception cref="InputException">It is no run folder, or a file of it cannot be read.</exception>
    public static RunRecord Read(string directory) => new(RunFolder.Open(directory, ""));

    /// <summary>All values of a metric, in the order of steps.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>The values; none when it was not measured.</returns>
    public IReadOnlyList<MetricPoint> Series(string metric) => _series.GetValueOrDefault(metric, []);

    /// <summary>The value of a metric that stands for the run.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="at">Which value.</param>
    /// <param name="goal">What is best.</param>
    /// <returns>The value; null when it was not measured.</returns>
    public double? Value(string metric, MetricAt at, MetricGoal goal = MetricGoal.Maximize)
    {
        var points = Series(metric);
        if (points.Count == 0) return null;
        return at switch
        {
            MetricAt.Last => points[^1].Value,
            MetricAt.Mean => points.Average(point => point.Value),
            MetricAt.Best => goal == MetricGoal.Maximize ? points.Max(point => point.Value) : points.Min(point => point.Value),
            _ when metric.StartsWith(MetricSeries.EvaluationPrefix, StringComparison.Ordinal) => points[^1].Value,
            _ => points.Where(point => point.Step > points[^1].Step * 0.9).Average(point => point.Value),
        };
    }

    /// <summary>Says that a metric is not there.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>The message, with the nearest name and all names.</returns>
    public InputException Missing(string metric) => new(
        $"{Directory}: has no metric '{metric}'.{NearestName.Hint(metric, Metrics)} "
        + (_series.Count == 0 ? "Nothing was measured yet" : $"It has: {string.Join(", ", Metrics)}"));

    private static JsonObject ReadObject(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException
            or NullReferenceException or InvalidOperationException)
        {
            throw new InputException($"{path}: cannot be read: {exception.Message}");
        }
    }
}
