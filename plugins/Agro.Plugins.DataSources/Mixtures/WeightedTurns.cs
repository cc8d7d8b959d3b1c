using System.Collections.Immutable;
using Agro.Plugins.DataSources.Drawing;

namespace Agro.Plugins.DataSources.Mixtures;

/// <summary>
/// Whose turn it is, as arithmetic: turns come in blocks, each with as many of every participant as its weight says, in an order of its own.
/// </summary>
internal sealed class WeightedTurns
{
    // Weights that are no multiples of a thousandth of their sum are rounded to that.
    private const int LongestBlock = 1000;
    private readonly ImmutableArray<int> _starts;
    private readonly IndexOrder _order;
    private readonly int _block;

    /// <summary>Takes the weights.</summary>
    /// <param name="weights">Each above 0; at least one, at most 1,000.</param>
    /// <param name="seed">Decides the order within blocks.</param>
    public WeightedTurns(IReadOnlyList<double> weights, long seed)
    {
        var counts = CountsOf(weights);
        _starts = [0, .. counts.Select((_, i) => counts.Take(i + 1).Sum())];
        _block = _starts[^1];
        _order = new IndexOrder(_block, seed);
    }

    /// <summary>Whose turn it is.</summary>
    /// <param name="index">The index, 0 or more.</param>
    /// <returns>The participant, and which of its turns it is: over all indices each is taken exactly once.</returns>
    public (int Participant, long Turn) At(long index)
    {
        var slot = (int)_order.At(index);
        var participant = 0;
        while (slot >= _starts[participant + 1]) participant++;
        var perBlock = _starts[participant + 1] - _starts[participant];
        return (participant, (index / _block * perBlock) + slot - _starts[participant]);
    }

    private static int[] CountsOf(IReadOnlyList<double> weights)
    {
        var sum = weights.Sum();
        for (var block = weights.Count; block < LongestBlock; block++)
        {
            var exact = weights.Select(weight => weight / sum * block).ToList();
            if (exact.TrueForAll(count => Math.Round(count) >= 1 && Math.Abs(count - Math.Round(count)) < 1e-9)) return [.. exact.Select(count => (int)Math.Round(count))];
        }

        return [.. weights.Select(weight => Math.Max(1, (int)Math.Round(weight / sum * LongestBlock)))];
    }
}
