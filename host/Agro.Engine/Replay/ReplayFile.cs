using System.Text.Json;
using System.Text.Json.Nodes;
using Agro.Engine.Recipes;

namespace Agro.Engine.Replay;

/// <summary>
/// Rollouts that a checkpoint keeps: those to train on again, and those that wait for their step. JSON lines, each prompt before the
/// first of its rollouts.
/// </summary>
internal static class ReplayFile
{
    /// <summary>Writes a store.</summary>
    /// <param name="path">The file.</param>
    /// <param name="store">The store.</param>
    public static void Write(string path, ReplayStore store)
    {
        using var file = new StreamWriter(path) { NewLine = "\n" };
        // By number, so that reading puts them back in the order in which they came.
        var numbered = store.Prompts.SelectMany((stored, index) => stored.Rollouts.Select(rollout => (Index: index, Stored: stored, Rollout: rollout)));
        var written = new HashSet<int>();
        foreach (var (index, stored, rollout) in numbered.OrderBy(entry => entry.Rollout.Number))
        {
            if (written.Add(index)) Line(file, new() { ["prompt"] = index, ["value"] = RolloutJson.Write(stored.Prompt, stored.PromptTokens) });
            Line(file, new() { ["of"] = index, ["number"] = rollout.Number, ["rollout"] = RolloutJson.Write(rollout.Rollout) });
        }
    }

    /// <summary>Reads a store.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What the recipe keeps.</param>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static ReplayStore Read(string path, ReplaySection options)
    {
        var store = new ReplayStore(options);
        var prompts = new Dictionary<int, (Prompt Prompt, System.Collections.Immutable.ImmutableArray<int> Tokens)>();
        ReadLines(path, line =>
        {
            if (line["prompt"] is { } index) prompts[index.GetValue<int>()] = RolloutJson.ReadPrompt(line["value"]!.AsObject());
            else
            {
                var (prompt, tokens) = prompts[line["of"]!.GetValue<int>()];
                store.Put(prompt, tokens, new(line["number"]!.GetValue<long>(), RolloutJson.ReadRollout(line["rollout"]!.AsObject())));
            }
        });
        return store;
    }

    /// <summary>Writes the groups of steps to come.</summary>
    /// <param name="path">The file.</param>
    /// <param name="steps">The groups of each step, the next step first.</param>
    public static void Write(string path, IEnumerable<IReadOnlyList<RolloutGroup>> steps)
    {
        using var file = new StreamWriter(path) { NewLine = "\n" };
        foreach (var groups in steps)
        {
            Line(file, new() { ["groups"] = groups.Count });
            foreach (var group in groups)
            {
                Line(file, new()
                {
                    ["prompt"] = RolloutJson.Write(group.Prompt, group.PromptTokens),
                    ["rollouts"] = new JsonArray([.. group.Rollouts.Select(RolloutJson.Write)]),
                });
            }
        }
    }

    /// <summary>Reads the groups of steps to come.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static IReadOnlyList<IReadOnlyList<RolloutGroup>> ReadSteps(string path)
    {
        var steps = new List<List<RolloutGroup>>();
        ReadLines(path, line =>
        {
            if (line["groups"] is not null)
            {
                steps.Add([]);
                return;
            }

            var (prompt, tokens) = RolloutJson.ReadPrompt(line["prompt"]!.AsObject());
            steps[^1].Add(new(prompt, tokens, [.. line["rollouts"]!.AsArray().Select(rollout => RolloutJson.ReadRollout(rollout!.AsObject()))]));
        });
        return steps;
    }

    private static void Line(StreamWriter file, JsonObject line) => file.WriteLine(line.ToJsonString());

    private static void ReadLines(string path, Action<JsonObject> read)
    {
        var number = 0;
        try
        {
            foreach (var line in File.ReadLines(path))
            {
                number++;
                read(JsonNode.Parse(line)!.AsObject());
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or NullReferenceException
            or InvalidOperationException or FormatException or ArgumentException or KeyNotFoundException)
        {
            throw new InputException($"{path}:{Math.Max(1, number)}: the stored rollouts cannot be read: {exception.Message}");
        }
    }
}
