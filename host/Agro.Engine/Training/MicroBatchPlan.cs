using System.Collections.Immutable;
using Agro.Models.Transformer;

namespace Agro.Engine.Training;

/// <summary>
/// Which sequences go through the policy together. The split decides memory and speed, never the result.
/// </summary>
/// <param name="MicroBatches">Indices of the sequences; those of one prompt stand together.</param>
internal sealed record MicroBatchPlan(IReadOnlyList<IReadOnlyList<int>> MicroBatches)
{
    /// <summary>Fills micro-batches with sequences, longest groups first, until they reach a budget. A prompt counts once in each.</summary>
    /// <param name="sequences">The sequences; those of a group have one array of tokens as their prompt.</param>
    /// <param name="tokens">The budget; a longer sequence goes alone.</param>
    public static MicroBatchPlan ByTokens(IReadOnlyList<TokenSequence> sequences, int tokens)
    {
        var batches = new List<IReadOnlyList<int>>();
        var current = new List<int>();
        long taken = 0;
        ImmutableArray<int> prompt = default;
        foreach (var index in ByGroup(sequences))
        {
            var sequence = sequences[index];
            var cost = sequence.Completion.Length + (sequence.Prompt == prompt ? 0 : sequence.Prompt.Length);
            if (current.Count > 0 && taken + cost > tokens)
            {
                batches.Add(current);
                (current, taken, cost) = ([], 0, sequence.Length);
            }

            current.Add(index);
            (taken, prompt) = (taken + cost, sequence.Prompt);
        }

        if (current.Count > 0) batches.Add(current);
        return new(batches);
    }

    /// <summary>Makes micro-batches of a fixed number of sequences.</summary>
    /// <param name="sequences">The sequences.</param>
    /// <param name="rows">Sequences in a micro-batch.</param>
    public static MicroBatchPlan ByRows(IReadOnlyList<TokenSequence> sequences, int rows) => new([.. ByGroup(sequences).Chunk(rows)]);

    /// <summary>Groups of like length are neighbors, and so are the completions of like length in them.</summary>
    private static IEnumerable<int> ByGroup(IReadOnlyList<TokenSequence> sequences) => Enumerable.Range(0, sequences.Count)
        .GroupBy(index => sequences[index].Prompt)
        .Select(group => group.OrderByDescending(index => sequences[index].Length).ToList())
        .OrderByDescending(group => sequences[group[0]].Length)
        .SelectMany(group => group);
}
