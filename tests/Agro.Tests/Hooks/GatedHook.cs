namespace Agro.Tests.Hooks;

/// <summary>A hook that stays in each phase until it is let go, then does something to what it got.</summary>
internal sealed class GatedHook : ITrainingHook, IDisposable
{
    private readonly SemaphoreSlim _inside = new(0);
    private readonly SemaphoreSlim _go = new(0);

    public Action<RunContext> ToRun { get; init; } = _ => { };

    public Action<RolloutsContext> ToRollouts { get; init; } = _ => { };

    public Action<StepContext> ToStep { get; init; } = _ => { };

    /// <summary>What the last call got as its token.</summary>
    public CancellationToken Token { get; private set; }

    /// <summary>The thread of the last call.</summary>
    public Thread? Thread { get; private set; }

    /// <summary>Is signaled when a call has done all that it does.</summary>
    public SemaphoreSlim Done { get; } = new(0);

    /// <summary>Waits until a call is in the hook.</summary>
    public Task WaitInsideAsync() => _inside.WaitAsync(TestContext.Current.CancellationToken);

    /// <summary>Lets one call go on.</summary>
    public GatedHook Go()
    {
        _go.Release();
        return this;
    }

    public ValueTask OnRunStartedAsync(RunContext context, CancellationToken cancellationToken) => Pass(ToRun, context, cancellationToken);

    public ValueTask OnRolloutsAsync(RolloutsContext context, CancellationToken cancellationToken) => Pass(ToRollouts, context, cancellationToken);

    public ValueTask OnStepAsync(StepContext context, CancellationToken cancellationToken) => Pass(ToStep, context, cancellationToken);

    public void Dispose()
    {
        _inside.Dispose();
        _go.Dispose();
        Done.Dispose();
    }

    private ValueTask Pass<T>(Action<T> action, T context, CancellationToken cancellationToken)
    {
        (Token, Thread) = (cancellationToken, Thread.CurrentThread);
        _inside.Release();
        _go.Wait(CancellationToken.None);
        try
        {
            action(context);
        }
        finally
        {
            Done.Release();
        }

        return default;
    }
}
