using System.Text.Json.Nodes;

namespace Agro;

/// <summary>
/// What a <c>.csx</c> hook sees: it registers what should run at each phase, as in
/// <c>OnStep(step =&gt; { if (step.Metrics["reward"] &gt; 0.95) step.Stop("solved"); });</c>. The script itself runs once. An action may be
/// <c>async</c>: the run waits for it before the next phase. Actions of a phase run one after another, in the order of the script.
/// </summary>
public abstract class HookScript
{
    /// <summary>
    /// What the script keeps: it lies in every checkpoint, and a newer version of the script takes it over. The script's top level runs
    /// BEFORE what was kept is loaded, so there it sets defaults, as in <c>State["best"] ??= 0.0;</c>. Loading then replaces each key that
    /// was kept and leaves the others; so read values in actions, as in <c>(double)State["best"]!</c>, where they are the loaded ones.
    /// Values must be ones that JSON has: no NaN, no infinity.
    /// </summary>
    public abstract JsonObject State { get; }

    /// <summary>Runs something once, before the first step.</summary>
    /// <param name="action">What to run.</param>
    public abstract void OnRunStarted(Action<RunContext> action);

    /// <summary>Runs something once, before the first step, and waits for it.</summary>
    /// <param name="action">What to run.</param>
    public abstract void OnRunStarted(Func<RunContext, Task> action);

    /// <summary>Runs something after completions are scored and before the loss.</summary>
    /// <param name="action">What to run.</param>
    public abstract void OnRollouts(Action<RolloutsContext> action);

    /// <summary>Runs something after completions are scored and before the loss, and waits for it.</summary>
    /// <param name="action">What to run.</param>
    public abstract void OnRollouts(Func<RolloutsContext, Task> action);

    /// <summary>Runs something after each optimizer step.</summary>
    /// <param name="action">What to run.</param>
    public abstract void OnStep(Action<StepContext> action);

    /// <summary>Runs something after each optimizer step, and waits for it.</summary>
    /// <param name="action">What to run.</param>
    public abstract void OnStep(Func<StepContext, Task> action);

    /// <summary>Runs something after each evaluation.</summary>
    /// <param name="action">What to run.</param>
    public abstract void OnEvaluation(Action<EvaluationContext> action);

    /// <summary>Runs something after each evaluation, and waits for it.</summary>
    /// <param name="action">What to run.</param>
    public abstract void OnEvaluation(Func<EvaluationContext, Task> action);

    /// <summary>Runs something after each checkpoint.</summary>
    /// <param name="action">What to run.</param>
    public abstract void OnCheckpoint(Action<CheckpointContext> action);

    /// <summary>Runs something after each checkpoint, and waits for it.</summary>
    /// <param name="action">What to run.</param>
    public abstract void OnCheckpoint(Func<CheckpointContext, Task> action);

    /// <summary>Runs something once, after the last step.</summary>
    /// <param name="action">What to run.</param>
    public abstract void OnRunEnded(Action<RunContext> action);

    /// <summary>Runs something once, after the last step, and waits for it.</summary>
    /// <param name="action">What to run.</param>
    public abstract void OnRunEnded(Func<RunContext, Task> action);
}
