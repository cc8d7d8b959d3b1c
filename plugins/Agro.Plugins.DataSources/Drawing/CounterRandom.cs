namespace Agro.Plugins.DataSources.Drawing;

/// <summary>
/// Random numbers that are a function of (seed, index) and of how many were drawn: no state outlives a prompt. SplitMix64 (Steele,
/// Lea, Flood 2014) from a starting point that is itself hashed.
/// </summary>
internal struct CounterRandom
{
    private const ulong GoldenRatio = 0x9E3779B97F4A7C15;
    private ulong _state;

    /// <summary>Starts a stream.</summary>
    /// <param name="seed">The seed of the data source.</param>
    /// <param name="index">The prompt's index.</param>
    public CounterRandom(long seed, long index) => _state = Mix(Mix((ulong)seed + GoldenRatio) ^ ((ulong)index * GoldenRatio));

    /// <summary>Draws an integer from 0 to <paramref name="count"/> - 1.</summary>
    /// <param name="count">How many there are to choose from, at least 1.</param>
    public int Next(int count) => (int)Math.BigMul(NextBits(), (ulong)count, out _);

    /// <summary>Draws a number from [0, 1).</summary>
    public double NextUnit() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number in [0, 1) that depends on a text and on nothing else.</summary>
    /// <param name="text">The text.</param>
    public static double UnitOf(string text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var character in text) hash = (hash ^ character) * 0x100000001B3;
        return (Mix(hash) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>A number that depends on a seed and on counters.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="counters">What the number is for.</param>
    public static long Hash(long seed, params ReadOnlySpan<long> counters)
    {
        var state = Mix((ulong)seed + GoldenRatio);
        foreach (var counter in counters) state = Mix(state ^ Mix((ulong)counter + GoldenRatio));
        return (long)state;
    }

    private ulong NextBits() => Mix(_state += GoldenRatio);

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
