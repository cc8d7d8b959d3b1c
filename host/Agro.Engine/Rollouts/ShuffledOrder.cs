using Agro.Engine.Recipes;

namespace Agro.Engine.Rollouts;

/// <summary>
/// The order in which a data source is taken, as arithmetic: position to index without a table, another random order each epoch. A Feistel network
/// over the next power of four, walked along its cycles until it lands inside.
/// </summary>
/// <param name="count">How many prompts there are; null for an endless source, which keeps its own order.</param>
/// <param name="seed">Decides the orders; null to take the data as it lies, epoch after epoch.</param>
internal sealed class ShuffledOrder(long? count, long? seed)
{
    private readonly int _halfBits = Math.Max(1, (65 - System.Numerics.BitOperations.LeadingZeroCount((ulong)Math.Max(0, (count ?? 1) - 1))) / 2);

    /// <summary>The order in which a recipe takes its training data.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="count">How many prompts there are; null for an endless source.</param>
    public static ShuffledOrder Of(Recipe recipe, long? count) =>
        new(count, recipe.Data.Shuffle ? CounterRandom.Mix(recipe.Seed, (long)Purpose.DataOrder) : null);

    /// <summary>The index at a position.</summary>
    /// <param name="position">How many prompts were taken before, 0 or more.</param>
    public long At(long position)
    {
        if (count is not { } size) return position;
        if (seed is null) return position % size;
        var epoch = position / size;
        var value = position % size;
        do
        {
            value = Permute(value, epoch);
        }
        while (value >= size);
        return value;
    }

    private long Permute(long value, long epoch)
    {
        var mask = (1L << _halfBits) - 1;
        var (left, right) = (value >> _halfBits, value & mask);
        for (var round = 0; round < 4; round++)
        {
            (left, right) = (right, left ^ (CounterRandom.Mix(seed!.Value, epoch, round, right) & mask));
        }

        return (left << _halfBits) | right;
    }
}
