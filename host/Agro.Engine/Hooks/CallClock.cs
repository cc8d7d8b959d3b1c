namespace Agro.Engine.Hooks;

/// <summary>
/// How long the call that a hook is in has taken. The thread that calls writes two fields, and the watchdog's timer reads them.
/// </summary>
/// <param name="limit">How long a call may take.</param>
/// <param name="clock">The clock.</param>
/// <param name="late">Is called once for a call that takes longer, from the timer's thread, with the call's phase and number.</param>
internal sealed class CallClock(TimeSpan limit, TimeProvider clock, Action<string, long> late)
{
    private long started;
    private long told;
    private string phase = "";

    /// <summary>How long a call may take.</summary>
    public TimeSpan Limit => limit;

    /// <summary>A call begins.</summary>
    /// <param name="name">Its phase.</param>
    /// <returns>Its number, which no other call of the hook has while this one is late.</returns>
    public long Start(string name)
    {
        phase = name;
        // Zero means that no call is on; a clock may start there, and may not have moved since a call that was told.
        var number = Math.Max(clock.GetTimestamp(), Volatile.Read(ref told) + 1);
        Volatile.Write(ref started, number);
        return number;
    }

    /// <summary>The call has ended.</summary>
    public void Stop() => Volatile.Write(ref started, 0);

    /// <summary>Looks whether a call is on that takes too long.</summary>
    public void Look()
    {
        var call = Volatile.Read(ref started);
        var name = phase;
        if (call == 0 || clock.GetElapsedTime(call) < limit || Volatile.Read(ref started) != call) return;
        if (Interlocked.Exchange(ref told, call) != call) late(name, call);
    }
}
