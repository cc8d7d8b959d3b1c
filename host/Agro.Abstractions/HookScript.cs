namespace Agro;

/// <summary>
/// What a <c>.csx</c> hook sees: it registers what should run at each phase, as in
/// <c>OnStep(step =&gt; { if (step.Metrics["reward"] &gt; 0.95) step.Stop("solved"); });</c>. The script itself runs once.
/// </summary>
public abstract class HookScript
{
    /// <summary>Runs something once, before the first step.</summary>
    /// <param name="action">What to run.</param>
    public abstract void OnRunStarted(Action<RunContext> action);

    /// <summary>Runs something after completions are scored and before the loss.</summary>
    /// <param name="action">What to run.</param>
    public abstract void OnRollouts(Action<RolloutsContext> action);

    /// <summary>Runs something after each optimizer step.</summary>
    /// <param name="action">What to run.</param>
    public abstract void OnStep(Action<StepContext> action);

    /// <summary>Runs something after each evaluation.</summary>
    /// <param name="action">What to run.</param>
    public abstract void OnEvaluation(Action<EvaluationContext> action);

    /// <summary>Runs something after each checkpoint.</summary>
    /// <param name="action">What to run.</param>
    public abstract void OnCheckpoint(Action<CheckpointContext> action);

    /// <summary>Runs something once, after the last step.</summary>
    /// <param name="action">What to run.</param>
    public abstract void OnRunEnded(Action<RunContext> action);
}
