namespace Agro.Engine.Rewards.Isolation;

/// <summary>
/// How long to wait before another process takes the place of one that died. After many deaths in a row calls fail at once until the wait
/// is over, so that a reward that kills every process costs a step seconds and not hours. Used by several threads.
/// </summary>
/// <param name="clock">The clock.</param>
internal sealed class RestartBackOff(TimeProvider clock)
{
    /// <summary>After so many deaths in a row calls fail at once while the wait lasts.</summary>
    public const int Many = 8;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100), Longest = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private int _inARow;
    private long _last;

    /// <summary>A call was answered.</summary>
    public void Succeeded()
    {
        lock (_gate) _inARow = 0;
    }

    /// <summary>A process died or had to be ended.</summary>
    public void Failed()
    {
        lock (_gate) (_inARow, _last) = (_inARow + 1, clock.GetTimestamp());
    }

    /// <summary>How long to wait before the next start.</summary>
    /// <exception cref="RewardProcessException">Too many died, and the wait is not over.</exception>
    public TimeSpan Wait()
    {
        lock (_gate)
        {
            if (_inARow < 2) return TimeSpan.Zero;
            var wait = Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, _inARow - 2));
            var left = TimeSpan.FromSeconds(wait) - clock.GetElapsedTime(_last);
            if (left <= TimeSpan.Zero) return TimeSpan.Zero;
            return _inARow < Many ? left : throw new RewardProcessException(ProcessEnd.None,
                $"was not called: {Many} of its processes or more died in a row, and the next is started {Longest.TotalSeconds:0} s after the last at most");
        }
    }
}
