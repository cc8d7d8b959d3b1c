namespace Agro;

/// <summary>A run, as hooks see it.</summary>
/// <param name="name">The recipe's name.</param>
/// <param name="directory">The run folder, absolute.</param>
/// <param name="totalSteps">How many optimizer steps the recipe asks for.</param>
/// <param name="log">Shows a line to the person at the terminal and keeps it in the run folder.</param>
public class RunContext(string name, string directory, long totalSteps, Action<string> log)
{
    /// <summary>The recipe's name.</summary>
    public string Name { get; } = name;

    /// <summary>The run folder, absolute.</summary>
    public string Directory { get; } = directory;

    /// <summary>How many optimizer steps the recipe asks for.</summary>
    public long TotalSteps { get; } = totalSteps;

    /// <summary>Shows a line to the person at the terminal and keeps it in the run folder.</summary>
    /// <param name="text">The line.</param>
    public void Log(string text) => log(text);
}

/// <summary>The scored rollouts of a step, before its loss.</summary>
/// <param name="run">The run.</param>
/// <param name="step">The optimizer step that is being prepared, counted from 1.</param>
/// <param name="groups">The groups; the list may be changed.</param>
/// <param name="metrics">The step's metrics so far; entries may be added.</param>
public sealed class RolloutsContext(RunContext run, long step, IList<RolloutGroup> groups, IDictionary<string, double> metrics)
{
    /// <summary>The run.</summary>
    public RunContext Run { get; } = run;

    /// <summary>The optimizer step that is being prepared, counted from 1.</summary>
    public long Step { get; } = step;

    /// <summary>The groups. Groups may be removed, added or replaced; what is left is trained on.</summary>
    public IList<RolloutGroup> Groups { get; } = groups;

    /// <summary>Logs a metric with this step.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public void LogMetric(string name, double value) => metrics[name] = value;
}

/// <summary>A finished optimizer step.</summary>
/// <param name="run">The run.</param>
/// <param name="step">The step, counted from 1.</param>
/// <param name="metrics">Its metrics; entries may be added.</param>
/// <param name="groups">The groups that it was trained on.</param>
public sealed class StepContext(RunContext run, long step, IDictionary<string, double> metrics, IReadOnlyList<RolloutGroup> groups)
{
    /// <summary>The run.</summary>
    public RunContext Run { get; } = run;

    /// <summary>The step, counted from 1.</summary>
    public long Step { get; } = step;

    /// <summary>The step's metrics by name, such as <c>reward</c>, <c>kl</c> or <c>grad_norm</c>.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; } = new System.Collections.ObjectModel.ReadOnlyDictionary<string, double>(metrics);

    /// <summary>The groups that the step was trained on.</summary>
    public IReadOnlyList<RolloutGroup> Groups { get; } = groups;

    /// <summary>The learning rate. Setting it replaces the recipe's schedule from the next step on.</summary>
    public required double LearningRate { get; set; }

    /// <summary>The weight of each reward function by its name; changed weights hold from the next step on.</summary>
    public required IDictionary<string, double> RewardWeights { get; init; }

    /// <summary>Why the run should end after this step; null to go on.</summary>
    public string? StopReason { get; private set; }

    /// <summary>Whether an evaluation was asked for.</summary>
    public bool EvaluationRequested { get; private set; }

    /// <summary>Whether a checkpoint was asked for.</summary>
    public bool CheckpointRequested { get; private set; }

    /// <summary>Ends the run after this step, as if its steps were done: with an evaluation, a checkpoint and a summary.</summary>
    /// <param name="reason">Why, for a person.</param>
    public void Stop(string reason = "a hook asked for it") => StopReason ??= reason;

    /// <summary>Asks for an evaluation after this step.</summary>
    public void Evaluate() => EvaluationRequested = true;

    /// <summary>Asks for a checkpoint after this step.</summary>
    public void Checkpoint() => CheckpointRequested = true;

    /// <summary>Logs a metric with this step.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public void LogMetric(string name, double value) => metrics[name] = value;
}

/// <summary>A finished evaluation.</summary>
/// <param name="Run">The run.</param>
/// <param name="Step">How many optimizer steps the evaluated policy has behind it.</param>
/// <param name="Metrics">Its metrics by name, such as <c>pass@1</c>.</param>
public sealed record EvaluationContext(RunContext Run, long Step, IReadOnlyDictionary<string, double> Metrics);

/// <summary>A checkpoint that is complete on disk.</summary>
/// <param name="Run">The run.</param>
/// <param name="Step">How many optimizer steps it has behind it.</param>
/// <param name="Directory">Its folder, absolute.</param>
public sealed record CheckpointContext(RunContext Run, long Step, string Directory);
