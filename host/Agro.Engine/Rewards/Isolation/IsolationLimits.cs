namespace Agro.Engine.Rewards.Isolation;

/// <summary>What the processes of a reward may take.</summary>
/// <param name="Processes">How many there are at most; each has one call at a time.</param>
/// <param name="Time">How long a call may take before its process is ended.</param>
/// <param name="MemoryBytes">How much memory a process may have resident.</param>
internal sealed record IsolationLimits(int Processes, TimeSpan Time, long MemoryBytes)
{
    private const long RuntimeBytes = 64L << 20, SmallestHeap = 32L << 20;
    private static readonly TimeSpan LongestGrace = TimeSpan.FromSeconds(1);

    /// <summary>How long a process may take to start.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// When a process is ended. A call whose token is cancelled at the limit gets a moment to return: then the process need not go.
    /// </summary>
    public TimeSpan KillAfter => Time + (Time / 4 < LongestGrace ? Time / 4 : LongestGrace);

    /// <summary>How large the managed heap may be: below the limit, so that the reward meets OutOfMemoryException first.</summary>
    public long HeapBytes => Math.Max(SmallestHeap, MemoryBytes - RuntimeBytes);
}
