namespace Agro.Engine.Training;

/// <summary>
/// Which sequences go through the policy together. The split decides memory and speed, never the result.
/// </summary>
/// <param name="MicroBatches">Indices of the sequences, longest first.</param>
internal sealed record MicroBatchPlan(IReadOnlyList<IReadOnlyList<int>> MicroBatches)
{
    /// <summary>Fills micro-batches with sequences of like length until padding included they reach a budget.</summary>
    /// <param name="lengths">Tokens of each sequence.</param>
    /// <param name="tokens">The budget; a longer sequence goes alone.</param>
    public static MicroBatchPlan ByTokens(IReadOnlyList<int> lengths, int tokens)
    {
        var batches = new List<IReadOnlyList<int>>();
        var current = new List<int>();
        foreach (var index in LongestFirst(lengths))
        {
            // The first of a micro-batch is its longest, so it decides the padded width.
            if (current.Count > 0 && (current.Count + 1) * lengths[current[0]] > tokens)
            {
                batches.Add(current);
                current = [];
            }

            current.Add(index);
        }

        if (current.Count > 0) batches.Add(current);
        return new(batches);
    }

    /// <summary>Makes micro-batches of a fixed number of sequences.</summary>
    /// <param name="lengths">Tokens of each sequence.</param>
    /// <param name="rows">Sequences in a micro-batch.</param>
    public static MicroBatchPlan ByRows(IReadOnlyList<int> lengths, int rows) =>
        new([.. LongestFirst(lengths).Chunk(rows)]);

    private static IEnumerable<int> LongestFirst(IReadOnlyList<int> lengths) =>
        Enumerable.Range(0, lengths.Count).OrderByDescending(index => lengths[index]);
}
