namespace Agro.Engine.Hooks;

/// <summary>Looks now and then whether a call of a hook takes too long. One timer serves all hooks of a run, and no call starts one.</summary>
/// <param name="tell">Tells a person; of a call that the run waits for from the timer's thread, so it must bear several threads.</param>
/// <param name="clock">The clock.</param>
internal sealed class HookWatchdog(Action<string> tell, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Finest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Coarsest = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly List<CallClock> calls = [];
    private ITimer? timer;

    /// <summary>The clock that calls are timed with.</summary>
    public TimeProvider Clock => clock;

    /// <summary>Tells a person.</summary>
    public void Tell(string text) => tell(text);

    /// <summary>Watches the calls of one more hook.</summary>
    public void Add(CallClock call)
    {
        lock (gate)
        {
            calls.Add(call);
            // A limit is kept to within a quarter of itself, or a second.
            var period = calls.Min(other => other.Limit) / 4;
            period = period < Finest ? Finest : period > Coarsest ? Coarsest : period;
            timer ??= clock.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            timer.Change(period, period);
        }
    }

    /// <summary>Watches the calls of a hook no more.</summary>
    public void Remove(CallClock call)
    {
        lock (gate) calls.Remove(call);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            timer?.Dispose();
            timer = null;
            calls.Clear();
        }
    }

    private void Look()
    {
        CallClock[] watched;
        lock (gate) watched = [.. calls];
        foreach (var call in watched) call.Look();
    }
}
