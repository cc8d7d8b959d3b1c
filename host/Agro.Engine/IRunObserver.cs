namespace Agro.Engine;

/// <summary>What a run is, as it starts.</summary>
/// <param name="Name">The recipe's name.</param>
/// <param name="Directory">The run folder, absolute.</param>
/// <param name="Policy">A line about the policy: folder, parameters, type, device.</param>
/// <param name="Components">The components in use, such as <c>algorithm agro (Agro.Plugins.PolicyGradients 0.1.0)</c>.</param>
/// <param name="FirstStep">Steps that were done before (0 unless resumed).</param>
/// <param name="TotalSteps">Steps that the recipe asks for.</param>
public sealed record RunStart(string Name, string Directory, string Policy, IReadOnlyList<string> Components, long FirstStep, long TotalSteps);

/// <summary>A finished step, for display.</summary>
/// <param name="Step">The step, counted from 1.</param>
/// <param name="TotalSteps">Steps that the recipe asks for.</param>
/// <param name="Metrics">Its metrics.</param>
/// <param name="Sample">One of its rollouts with the prompt; null when there is none.</param>
/// <param name="Remaining">The time that the rest of the steps should take at the recent pace.</param>
public sealed record StepReport(
    long Step, long TotalSteps, IReadOnlyDictionary<string, double> Metrics, (Prompt Prompt, Rollout Rollout)? Sample, TimeSpan Remaining);

/// <summary>A finished evaluation, for display.</summary>
/// <param name="Step">Steps that the policy has behind it.</param>
/// <param name="Prompts">How many prompts it took.</param>
/// <param name="Metrics">Its metrics.</param>
public sealed record EvaluationReport(long Step, long Prompts, IReadOnlyDictionary<string, double> Metrics);

/// <summary>How a run ended.</summary>
/// <param name="Directory">The run folder, absolute.</param>
/// <param name="Steps">Steps done in all.</param>
/// <param name="TotalSteps">Steps that the recipe asks for.</param>
/// <param name="StopReason">Why it ended before the last step; null when it did not.</param>
/// <param name="Before">Metrics of the first evaluation; null without one.</param>
/// <param name="After">Metrics of the last evaluation; null without one.</param>
/// <param name="PhaseSeconds">Seconds by phase, of this process.</param>
/// <param name="WallSeconds">Seconds in all, of all processes that worked on the run.</param>
/// <param name="Checkpoint">The last checkpoint; null when there is none.</param>
/// <param name="CanResume">Whether steps are left to go on with.</param>
public sealed record RunSummary(
    string Directory,
    long Steps,
    long TotalSteps,
    string? StopReason,
    IReadOnlyDictionary<string, double>? Before,
    IReadOnlyDictionary<string, double>? After,
    IReadOnlyDictionary<string, double> PhaseSeconds,
    double WallSeconds,
    string? Checkpoint,
    bool CanResume)
{
    /// <summary>How many prompts the last evaluation took; null without one.</summary>
    public long? EvaluationPrompts { get; init; }
}

/// <summary>What became of a new version of a plugin or script.</summary>
public enum SwapOutcome
{
    /// <summary>It is in use.</summary>
    Swapped,

    /// <summary>It cannot be used, or may not; the old one stays.</summary>
    Refused,

    /// <summary>It waits for a person's answer; the old one stays so long.</summary>
    Held,

    /// <summary>It failed in use, and the last good version is back.</summary>
    TakenBack,
}

/// <summary>A new version of a plugin or script, for display.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Name">The plugin or script.</param>
/// <param name="Text">The versions, and what is known of the difference or the fault; several lines.</param>
public sealed record SwapReport(long Step, SwapOutcome Outcome, string Name, string Text);

/// <summary>Follows a run: the live terminal is one. Calls come from the thread that runs it, between phases.</summary>
public interface IRunObserver
{
    /// <summary>The run starts.</summary>
    /// <param name="start">What it is.</param>
    void Started(RunStart start);

    /// <summary>A phase begins, such as <c>generating</c>.</summary>
    /// <param name="phase">Its name.</param>
    void Phase(string phase);

    /// <summary>A step is done.</summary>
    /// <param name="report">The step.</param>
    void Stepped(StepReport report);

    /// <summary>An evaluation is done.</summary>
    /// <param name="report">What it found.</param>
    void Evaluated(EvaluationReport report);

    /// <summary>Something to tell: a checkpoint, a line of a hook.</summary>
    /// <param name="text">The line.</param>
    void Note(string text);

    /// <summary>Something went wrong that does not end the run: a reward that throws, a hook that fails.</summary>
    /// <param name="text">What, with file and line where known.</param>
    void Warn(string text);

    /// <summary>A new version of a plugin or script was put in use, or was not. May be called from another thread, at any time.</summary>
    /// <param name="report">Which, and why.</param>
    void Swapped(SwapReport report);

    /// <summary>The run ended.</summary>
    /// <param name="summary">How.</param>
    void Ended(RunSummary summary);
}
