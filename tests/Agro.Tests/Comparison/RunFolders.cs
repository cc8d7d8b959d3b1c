using System.Globalization;
using System.Text.Json.Nodes;
using Agro.Engine.Comparison;

namespace Agro.Tests.Comparison;

/// <summary>Folders as runs leave them, written by hand.</summary>
internal sealed class RunFolders : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    public void Dispose() => _folder.Dispose();

    public string Of(string name) => _folder.Of(name);

    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Writes a run whose reward and evaluations are given.</summary>
    /// <param name="name">The folder's name.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="rewards">The reward of each step.</param>
    /// <param name="evaluations">What <c>pass@1</c> was before the first step and after the last.</param>
    /// <param name="recipe">The recipe, less its seed.</param>
    /// <param name="stopReason">Why it ended early; null when it went to its end.</param>
    public string Add(
        string name, long seed, double[] rewards, double[]? evaluations = null, string recipe = "algorithm: { use: agro, beta: 0.1 }", string? stopReason = null)
    {
        Write($"{name}/run.json", new JsonObject { ["seed"] = seed }.ToJsonString());
        Write($"{name}/recipe.yaml", $"name: any\nseed: {Text(seed)}\n{recipe}\n");
        Write($"{name}/metrics.jsonl", string.Concat(rewards.Select((reward, i) => $$"""{"step":{{Text(i + 1)}},"reward":{{Text(reward)}},"loss":null}""" + "\n")));
        Write($"{name}/events.jsonl", """{"event":"started","step":0}""" + "\n" + string.Concat((evaluations ?? []).Select((value, i) =>
            $$$"""{"event":"evaluation","step":{{{(i == 0 ? "0" : Text(rewards.Length))}}},"metrics":{"pass@1":{{{Text(value)}}}}}""" + "\n")));
        var steps = stopReason is null ? rewards.Length : rewards.Length + 1;
        Write($"{name}/summary.json", new JsonObject
        {
            ["steps"] = rewards.Length,
            ["total_steps"] = steps,
            ["stop_reason"] = stopReason,
            ["wall_seconds"] = 1.5,
        }.ToJsonString());
        return Of(name);
    }

    /// <summary>Groups all runs.</summary>
    public IReadOnlyList<RunGroup> Groups(params string[] by) => RunGrouping.Group(RunFinder.Find([Path]), by, new List<string>());

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
