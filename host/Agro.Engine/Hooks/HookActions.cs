namespace Agro.Engine.Hooks;

/// <summary>The actions that a script registered, in its order.</summary>
internal sealed class HookActions : HookScript
{
    public List<Action<RunContext>> RunStarted { get; } = [];

    public List<Action<RolloutsContext>> Rollouts { get; } = [];

    public List<Action<StepContext>> Step { get; } = [];

    public List<Action<EvaluationContext>> Evaluation { get; } = [];

    public List<Action<CheckpointContext>> Checkpoint { get; } = [];

    public List<Action<RunContext>> RunEnded { get; } = [];

    public override void OnRunStarted(Action<RunContext> action) => RunStarted.Add(action);

    public override void OnRollouts(Action<RolloutsContext> action) => Rollouts.Add(action);

    public override void OnStep(Action<StepContext> action) => Step.Add(action);

    public override void OnEvaluation(Action<EvaluationContext> action) => Evaluation.Add(action);

    public override void OnCheckpoint(Action<CheckpointContext> action) => Checkpoint.Add(action);

    public override void OnRunEnded(Action<RunContext> action) => RunEnded.Add(action);
}
