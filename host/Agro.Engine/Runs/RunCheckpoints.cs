using System.Diagnostics;
using Agro.Engine.Checkpoints;
using Agro.Engine.Tracking;

namespace Agro.Engine.Runs;

/// <summary>How far a run is.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Tokens">Tokens trained on.</param>
/// <param name="Before">Metrics of the first evaluation; null without one.</param>
internal sealed record RunProgress(long Step, long Tokens, IReadOnlyDictionary<string, double>? Before);

/// <summary>Gathers what a run goes on from, and saves it.</summary>
internal sealed class RunCheckpoints
{
    private readonly RunParts _parts;
    private readonly HookedSettings _settings;
    private readonly StepRollouts _rollouts;
    private readonly PhaseClock _clock;
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Starts where the run stands.</summary>
    /// <param name="parts">The run.</param>
    /// <param name="settings">What hooks set.</param>
    /// <param name="rollouts">What is held between steps.</param>
    /// <param name="clock">Times the phases.</param>
    public RunCheckpoints(RunParts parts, HookedSettings settings, StepRollouts rollouts, PhaseClock clock)
    {
        (_parts, _settings, _rollouts, _clock) = (parts, settings, rollouts, clock);
        if (parts.ResumedFrom is not null) (LastStep, Last) = (parts.State.Step, parts.ResumedFrom);
    }

    /// <summary>The newest checkpoint; null when there is none.</summary>
    public string? Last { get; private set; }

    /// <summary>Steps done at the newest checkpoint; -1 when there is none.</summary>
    public long LastStep { get; private set; } = -1;

    /// <summary>Saves a checkpoint.</summary>
    /// <param name="progress">How far the run is.</param>
    /// <param name="keepOlder">Whether older checkpoints are kept, all of them.</param>
    /// <returns>The checkpoint's folder.</returns>
    /// <exception cref="AgroException">It cannot be written, or a component failed to say what it remembers.</exception>
    public string Save(RunProgress progress, bool keepOlder)
    {
        Last = _clock.Time("checkpoint", () => _parts.Checkpoints.Save(_parts.Trained, State(progress), _rollouts.Save, keepOlder));
        LastStep = progress.Step;
        return Last;
    }

    /// <summary>What the run goes on from, besides the policy, its optimizer and the rollouts.</summary>
    /// <param name="progress">How far the run is.</param>
    /// <exception cref="PluginException">A component failed to say what it remembers.</exception>
    public RunState State(RunProgress progress) => new()
    {
        Step = progress.Step,
        OptimizerSteps = _parts.Optimizer.Steps,
        PromptsTaken = _rollouts.PromptsTaken,
        Tokens = progress.Tokens,
        Seconds = _parts.State.Seconds + Stopwatch.GetElapsedTime(_started).TotalSeconds,
        LearningRate = _settings.LearningRate,
        RewardWeights = _settings.RewardWeights,
        EvaluationBefore = progress.Before,
        Components = _parts.Components.SaveStates(),
    };
}
