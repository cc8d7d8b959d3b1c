using System.Numerics;

namespace Agro.Plugins.DataSources.Drawing;

/// <summary>
/// Endless shuffled epochs over a number of things, as arithmetic: each epoch has all of them in an order of its own, and no table is
/// kept. A Feistel network over the next power of four, walked along its cycles until it lands inside.
/// </summary>
/// <param name="count">How many things there are, at least 1.</param>
/// <param name="seed">Decides the orders; null for their own order, epoch after epoch.</param>
internal sealed class IndexOrder(long count, long? seed)
{
    private const int Rounds = 4;
    private readonly int _halfBits = Math.Max(1, (65 - BitOperations.LeadingZeroCount((ulong)(count - 1))) / 2);

    /// <summary>What is at a position.</summary>
    /// <param name="position">The position, 0 or more.</param>
    public long At(long position)
    {
        var (epoch, value) = Math.DivRem(position, count);
        if (seed is not { } chosen) return value;
        do value = Permute(value, epoch, chosen);
        while (value >= count);
        return value;
    }

    private long Permute(long value, long epoch, long chosen)
    {
        var mask = (1L << _halfBits) - 1;
        var (left, right) = (value >> _halfBits, value & mask);
        for (var round = 0; round < Rounds; round++)
            (left, right) = (right, left ^ (CounterRandom.Hash(chosen, epoch, round, right) & mask));
        return (left << _halfBits) | right;
    }
}
