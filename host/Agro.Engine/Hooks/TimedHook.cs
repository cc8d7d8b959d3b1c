using System.Globalization;
using System.Runtime.ExceptionServices;
using Agro.Engine.Recipes;

namespace Agro.Engine.Hooks;

/// <summary>
/// A hook whose calls have a time limit. With <see cref="HookTimeout.Report"/> a call runs on the thread that makes it, and one that is
/// late is told while it goes on. With <see cref="HookTimeout.Disable"/> a call runs on a thread of the hook's own and on copies of what
/// hooks may change; one that is late is given up, and the hook is never called again. Its methods return when the call has ended.
/// </summary>
internal sealed class TimedHook : ITrainingHook, IDisposable
{
    private readonly string name;
    private readonly ITrainingHook hook;
    private readonly HookWatchdog watchdog;
    private readonly CallClock clock;
    private readonly HookThread? thread;
    private CancellationTokenSource? stop;
    private CancellationToken outer;

    /// <summary>Gives a hook a time limit.</summary>
    /// <param name="name">The hook, as messages show it.</param>
    /// <param name="hook">The hook.</param>
    /// <param name="limit">Its limit.</param>
    /// <param name="watchdog">The run's; tells of late calls.</param>
    public TimedHook(string name, ITrainingHook hook, HookLimit limit, HookWatchdog watchdog)
    {
        (this.name, this.hook, this.watchdog) = (name, hook, watchdog);
        thread = limit.OnTimeout == HookTimeout.Disable ? new HookThread(name) : null;
        clock = new CallClock(limit.Time, watchdog.Clock, thread is null
            ? (phase, _) => watchdog.Tell($"{Late(phase)} (the run waits for it)")
            : (_, call) => thread.Abandon(call));
        watchdog.Add(clock);
    }

    /// <summary>
    /// Whether a call was given up. It may still be running, so nothing of the hook may be called then, its state neither.
    /// </summary>
    public bool Disabled => thread is { IsAbandoned: true };

    /// <inheritdoc/>
    public ValueTask OnRunStartedAsync(RunContext context, CancellationToken cancellationToken) =>
        Call(HookPhases.RunStarted, context, cancellationToken);

    /// <inheritdoc/>
    public ValueTask OnRolloutsAsync(RolloutsContext context, CancellationToken cancellationToken) =>
        Call(HookPhases.Rollouts, context, cancellationToken);

    /// <inheritdoc/>
    public ValueTask OnStepAsync(StepContext context, CancellationToken cancellationToken) =>
        Call(HookPhases.Step, context, cancellationToken);

    /// <inheritdoc/>
    public ValueTask OnEvaluationAsync(EvaluationContext context, CancellationToken cancellationToken) =>
        Call(HookPhases.Evaluation, context, cancellationToken);

    /// <inheritdoc/>
    public ValueTask OnCheckpointAsync(CheckpointContext context, CancellationToken cancellationToken) =>
        Call(HookPhases.Checkpoint, context, cancellationToken);

    /// <inheritdoc/>
    public ValueTask OnRunEndedAsync(RunContext context, CancellationToken cancellationToken) =>
        Call(HookPhases.RunEnded, context, cancellationToken);

    /// <summary>Stops watching, and ends the hook's thread. The hook itself is its owner's to dispose.</summary>
    public void Dispose()
    {
        watchdog.Remove(clock);
        thread?.Dispose();
        if (!Disabled) stop?.Dispose();
    }

    private ValueTask Call<T>(HookPhase<T> phase, T context, CancellationToken cancellationToken)
    {
        if (Disabled) return default;
        var number = clock.Start(phase.Name);
        try
        {
            if (thread is null) phase.Call(hook, context, cancellationToken).AsTask().GetAwaiter().GetResult();
            else CallApart(phase, context, number, cancellationToken);
        }
        finally
        {
            clock.Stop();
        }

        return default;
    }

    private void CallApart<T>(HookPhase<T> phase, T context, long number, CancellationToken cancellationToken)
    {
        var detached = phase.Detach(context, Gated);
        var token = StopToken(cancellationToken);
        ExceptionDispatchInfo? fault = null;
        var ended = thread!.Run(number, () =>
        {
            try
            {
                phase.Call(hook, detached.Copy, token).AsTask().GetAwaiter().GetResult();
            }
#pragma warning disable CA1031 // It goes on where the call was made.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                fault = ExceptionDispatchInfo.Capture(exception);
            }
        });
        if (ended)
        {
            detached.TakeBack();
            fault?.Throw();
            return;
        }

        _ = stop!.CancelAsync();
        watchdog.Tell($"{Late(phase.Name)}: it is disabled, and the run goes on without it");
    }

    /// <summary>A run that says nothing any more once the hook is disabled.</summary>
    private RunContext Gated(RunContext run) =>
        new(run.Name, run.Directory, run.TotalSteps, text => thread!.WhileHeard(() => run.Log(text)));

    /// <summary>Is cancelled when the run stops, and when the hook is disabled.</summary>
    private CancellationToken StopToken(CancellationToken cancellationToken)
    {
        if (stop is null || outer != cancellationToken)
        {
            stop?.Dispose();
            (stop, outer) = (CancellationTokenSource.CreateLinkedTokenSource(cancellationToken), cancellationToken);
        }

        return stop.Token;
    }

    private string Late(string phase) =>
        string.Create(CultureInfo.InvariantCulture, $"hook {name}: {phase}: still running after {clock.Limit.TotalSeconds:0.###} s");
}
