namespace Agro.Engine.Hooks;

/// <summary>A phase that hooks are called in.</summary>
/// <typeparam name="T">What they get.</typeparam>
/// <param name="Name">Its name in messages.</param>
/// <param name="Call">Calls a hook.</param>
/// <param name="Detach">Copies what a hook gets, and replaces the run in it.</param>
internal sealed record HookPhase<T>(
    string Name, Func<ITrainingHook, T, CancellationToken, ValueTask> Call, Func<T, Func<RunContext, RunContext>, Detached<T>> Detach);

/// <summary>The phases that hooks are called in.</summary>
internal static class HookPhases
{
    public static readonly HookPhase<RunContext> RunStarted =
        new("OnRunStarted", (hook, context, token) => hook.OnRunStartedAsync(context, token), DetachedContexts.Of);

    public static readonly HookPhase<RolloutsContext> Rollouts =
        new("OnRollouts", (hook, context, token) => hook.OnRolloutsAsync(context, token), DetachedContexts.Of);

    public static readonly HookPhase<StepContext> Step =
        new("OnStep", (hook, context, token) => hook.OnStepAsync(context, token), DetachedContexts.Of);

    public static readonly HookPhase<EvaluationContext> Evaluation =
        new("OnEvaluation", (hook, context, token) => hook.OnEvaluationAsync(context, token), DetachedContexts.Of);

    public static readonly HookPhase<CheckpointContext> Checkpoint =
        new("OnCheckpoint", (hook, context, token) => hook.OnCheckpointAsync(context, token), DetachedContexts.Of);

    public static readonly HookPhase<RunContext> RunEnded =
        new("OnRunEnded", (hook, context, token) => hook.OnRunEndedAsync(context, token), DetachedContexts.Of);
}
