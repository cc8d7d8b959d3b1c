namespace Agro.Engine.Rollouts;

/// <summary>
/// Random numbers as a pure function of a seed and counters (the finalizer of SplitMix64, Steele, Lea and Flood 2014), so that
/// resuming needs no generator's state.
/// </summary>
internal static class CounterRandom
{
    /// <summary>Mixes a seed with counters.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="counters">What the number is for.</param>
    public static long Mix(long seed, params ReadOnlySpan<long> counters)
    {
        var state = Finalize((ulong)seed + 0x9e3779b97f4a7c15);
        foreach (var counter in counters) state = Finalize(state ^ Finalize((ulong)counter + 0x9e3779b97f4a7c15));
        return (long)state;
    }

    private static ulong Finalize(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
