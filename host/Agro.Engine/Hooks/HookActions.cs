using System.Text.Json.Nodes;

namespace Agro.Engine.Hooks;

/// <summary>What a script registered and keeps.</summary>
internal sealed class HookActions : HookScript
{
    public override JsonObject State { get; } = [];

    public PhaseActions<RunContext> RunStarted { get; } = new();

    public PhaseActions<RolloutsContext> Rollouts { get; } = new();

    public PhaseActions<StepContext> Step { get; } = new();

    public PhaseActions<EvaluationContext> Evaluation { get; } = new();

    public PhaseActions<CheckpointContext> Checkpoint { get; } = new();

    public PhaseActions<RunContext> RunEnded { get; } = new();

    public override void OnRunStarted(Action<RunContext> action) => RunStarted.Add(action);

    public override void OnRunStarted(Func<RunContext, Task> action) => RunStarted.Add(action);

    public override void OnRollouts(Action<RolloutsContext> action) => Rollouts.Add(action);

    public override void OnRollouts(Func<RolloutsContext, Task> action) => Rollouts.Add(action);

    public override void OnStep(Action<StepContext> action) => Step.Add(action);

    public override void OnStep(Func<StepContext, Task> action) => Step.Add(action);

    public override void OnEvaluation(Action<EvaluationContext> action) => Evaluation.Add(action);

    public override void OnEvaluation(Func<EvaluationContext, Task> action) => Evaluation.Add(action);

    public override void OnCheckpoint(Action<CheckpointContext> action) => Checkpoint.Add(action);

    public override void OnCheckpoint(Func<CheckpointContext, Task> action) => Checkpoint.Add(action);

    public override void OnRunEnded(Action<RunContext> action) => RunEnded.Add(action);

    public override void OnRunEnded(Func<RunContext, Task> action) => RunEnded.Add(action);

    /// <summary>Lets go of everything that the script registered.</summary>
    public void Clear()
    {
        RunStarted.Clear();
        Rollouts.Clear();
        Step.Clear();
        Evaluation.Clear();
        Checkpoint.Clear();
        RunEnded.Clear();
    }
}
