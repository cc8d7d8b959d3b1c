using Agro.Models.Transformer;

namespace Agro.Engine.Training;

/// <summary>
/// Which sequences go through the policy together. The split decides memory and speed, never the result.
/// </summary>
/// <param name="MicroBatches">Indices of the sequences; those of one prompt stand together.</param>
internal sealed record MicroBatchPlan(IReadOnlyList<IReadOnlyList<int>> MicroBatches)
{
    /// <summary>
    /// Fills micro-batches with groups, longest first, until they reach a budget. A prompt counts once in each; a group is divided only when
    /// it is over the budget by itself.
    /// </summary>
    /// <param name="sequences">The sequences; those of a group have one array of tokens as their prompt.</param>
    /// <param name="tokens">The budget; a longer sequence goes alone.</param>
    public static MicroBatchPlan ByTokens(IReadOnlyList<TokenSequence> sequences, int tokens)
    {
        var batches = new List<IReadOnlyList<int>>();
        var current = new List<int>();
        long taken = 0;
        foreach (var group in Groups(sequences))
        {
            var prompt = sequences[group[0]].Prompt.Length;
            var whole = prompt + group.Sum(index => (long)sequences[index].Completion.Length);
            if (taken + whole > tokens && whole <= tokens) Close();
            var isIn = false;
            foreach (var index in group)
            {
                var cost = sequences[index].Completion.Length + (isIn ? 0 : prompt);
                if (taken + cost > tokens)
                {
                    Close();
                    cost = sequences[index].Length;
                }

                current.Add(index);
                (taken, isIn) = (taken + cost, true);
            }
        }

        Close();
        return new(batches);

        void Close()
        {
            if (current.Count > 0) batches.Add(current);
            (current, taken) = ([], 0);
        }
    }

    /// <summary>Makes micro-batches of a fixed number of sequences.</summary>
    /// <param name="sequences">The sequences.</param>
    /// <param name="rows">Sequences in a micro-batch.</param>
    public static MicroBatchPlan ByRows(IReadOnlyList<TokenSequence> sequences, int rows) => new([.. Groups(sequences).SelectMany(group => group).Chunk(rows)]);

    /// <summary>Groups of like length are neighbors, and so are the completions of like length in them.</summary>
    private static IEnumerable<List<int>> Groups(IReadOnlyList<TokenSequence> sequences) => Enumerable.Range(0, sequences.Count)
        .GroupBy(index => sequences[index].Prompt)
        .Select(group => group.OrderByDescending(index => sequences[index].Length).ToList())
        .OrderByDescending(group => sequences[group[0]].Length);
}
