using System.Diagnostics;
using System.Text.Json.Nodes;
using Agro.Engine.Checkpoints;
using Agro.Engine.Evaluation;
using Agro.Engine.Tracking;

namespace Agro.Engine.Runs;

/// <summary>Writes the files of a run folder as the run goes on.</summary>
internal sealed class RunJournal : IDisposable
{
    private readonly RunFolder _folder;
    private readonly JsonLinesFile _metrics, _rollouts, _events, _evaluations;

    /// <summary>Opens the files; of a resumed run, what comes after its checkpoint is dropped.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="fromStep">Steps done before; null when the run starts from the beginning.</param>
    public RunJournal(RunFolder folder, long? fromStep)
    {
        _folder = folder;
        foreach (var file in new[] { folder.Metrics, folder.Rollouts, folder.Evaluations }) JsonLinesFile.TruncateAfter(file, fromStep ?? -1);
        _metrics = new(folder.Metrics);
        _rollouts = new(folder.Rollouts);
        _events = new(folder.Events);
        _evaluations = new(folder.Evaluations);
    }

    /// <summary>Writes a step's metrics and rollouts.</summary>
    /// <param name="step">The step, counted from 1.</param>
    /// <param name="metrics">Its metrics.</param>
    /// <param name="groups">Its groups.</param>
    public void Step(long step, IReadOnlyDictionary<string, double> metrics, IReadOnlyList<RolloutGroup> groups)
    {
        _metrics.Append(Numbers(metrics, new JsonObject { ["step"] = step }));
        _rollouts.Append(RolloutRecord.Of(step, groups));
    }

    /// <summary>Writes an evaluation.</summary>
    /// <param name="step">Steps that the policy has behind it.</param>
    /// <param name="evaluation">What it found.</param>
    public void Evaluation(long step, EvaluationOutcome evaluation)
    {
        _evaluations.Append(RolloutRecord.Of(step, evaluation.Scored.Groups));
        Event("evaluation", step, new JsonObject
        {
            ["prompts"] = evaluation.Prompts,
            ["prompts_too_long"] = evaluation.LeftOut,
            ["completions_failed"] = evaluation.Scored.Failed,
            ["metrics"] = Numbers(evaluation.Metrics, []),
        });
    }

    /// <summary>Writes an event.</summary>
    /// <param name="kind">What happened, in one word.</param>
    /// <param name="step">Steps done.</param>
    /// <param name="detail">What else there is to say; its fields join the event's.</param>
    public void Event(string kind, long step, JsonObject? detail = null)
    {
        var line = new JsonObject { ["time"] = DateTimeOffset.Now.ToString("O"), ["event"] = kind, ["step"] = step };
        foreach (var (name, value) in detail ?? []) line[name] = value?.DeepClone();
        _events.Append(line);
    }

    /// <summary>Writes the summary.</summary>
    /// <param name="name">The recipe's name.</param>
    /// <param name="seed">The recipe's seed.</param>
    /// <param name="state">The run's last state.</param>
    /// <param name="generatedTokens">Tokens sampled by this process.</param>
    /// <param name="summary">How the run ended.</param>
    public void Summary(string name, long seed, RunState state, long generatedTokens, RunSummary summary)
    {
        using var process = Process.GetCurrentProcess();
        Write(_folder.Summary, new JsonObject
        {
            ["name"] = name,
            ["seed"] = seed,
            ["steps"] = summary.Steps,
            ["total_steps"] = summary.TotalSteps,
            ["stop_reason"] = summary.StopReason,
            ["wall_seconds"] = summary.WallSeconds,
            ["phase_seconds"] = Numbers(summary.PhaseSeconds, []),
            ["tokens"] = state.Tokens,
            ["generated_tokens"] = generatedTokens,
            ["peak_memory_bytes"] = process.PeakWorkingSet64,
            ["evaluation"] = new JsonObject
            {
                ["prompts"] = summary.EvaluationPrompts,
                ["before"] = summary.Before is null ? null : Numbers(summary.Before, []),
                ["after"] = summary.After is null ? null : Numbers(summary.After, []),
            },
            ["checkpoint"] = summary.Checkpoint is null ? null : Path.GetRelativePath(_folder.Directory, summary.Checkpoint),
        });
    }

    /// <summary>Writes a JSON file in one move.</summary>
    /// <param name="path">The file.</param>
    /// <param name="json">Its content.</param>
    public static void Write(string path, JsonObject json)
    {
        var temporary = $"{path}.tmp";
        try
        {
            File.WriteAllText(temporary, json.ToJsonString(new() { WriteIndented = true }) + "\n");
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics.Dispose();
        _rollouts.Dispose();
        _events.Dispose();
        _evaluations.Dispose();
    }

    private static JsonObject Numbers(IReadOnlyDictionary<string, double> values, JsonObject target)
    {
        foreach (var (name, value) in values) target[name] = JsonLinesFile.Number(value);
        return target;
    }
}
