namespace Agro.Plugins.Rewards.Mathematics.Numerics;

/// <summary>Values of variables that look random and are the same in every run.</summary>
internal static class RandomPoint
{
    /// <summary>How many points there are.</summary>
    public const int Count = 8;

    /// <summary>The value of a variable at a point.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="point">The point's number. All variables are above 0 at the first half of the points, of either sign at the others.</param>
    /// <returns>A number from 0.3 to 2.7, at some points 997 times that, or its negative.</returns>
    public static double ValueOf(string name, int point)
    {
        var hash = Hash(name, point);
        var value = 0.3 + (2.4 * (hash >> 11) / (1UL << 53));
        // One point of each half is far out, where min(x, 99) is not x.
        if (point % (Count / 2) == 1) value *= 997;
        return point >= Count / 2 && (hash & 1) == 1 ? -value : value;
    }

    /// <summary>The value of a whole-number variable at a point.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="point">The point's number.</param>
    /// <returns>A whole number from 1 to 12.</returns>
    public static double IntegerOf(string name, int point) => 1 + (Hash(name, point) % 12);

    private static ulong Hash(string name, int point)
    {
        // FNV-1a over the name, then SplitMix64's mixing (Steele et al. 2014).
        var hash = 14695981039346656037UL + ((ulong)point * 0x9E3779B97F4A7C15UL);
        foreach (var c in name) hash = (hash ^ c) * 1099511628211UL;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
        return hash ^ (hash >> 31);
    }
}
