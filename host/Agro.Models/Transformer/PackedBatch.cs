using System.Collections.Immutable;

namespace Agro.Models.Transformer;

/// <summary>
/// Sequences laid out without padding, and with each prompt once however many completions it has. Prompts of one length make a block of
/// their own, first their tokens, then their completions' but for the last of each, which nothing follows.
/// </summary>
internal sealed class PackedBatch : CompletionBatch
{
    private readonly List<long> _ids = [], _positions = [];

    /// <inheritdoc/>
    public PackedBatch(IReadOnlyList<TokenSequence> sequences, ModelConfig config, int? padTo = null)
        : base(sequences, config, padTo)
    {
        var offsets = new int[Count + 1];
        for (var i = 0; i < Count; i++) offsets[i + 1] = offsets[i] + sequences[i].Completion.Length;
        var groups = Enumerable.Range(0, Count).GroupBy(index => sequences[index].Prompt, PromptComparer.Instance).ToList();
        Blocks = [.. groups.GroupBy(group => group.Key.Length).Select(block => Add([.. block], sequences, offsets)), .. Padding()];
        (Ids, Positions) = ([.. _ids], [.. _positions]);
    }

    /// <summary>Input ids, <c>[N]</c>.</summary>
    public long[] Ids { get; }

    /// <summary>The position of each in its sequence, <c>[N]</c>.</summary>
    public long[] Positions { get; }

    /// <summary>The blocks, in the order of the ids.</summary>
    public ImmutableArray<PackedBlock> Blocks { get; }

    /// <summary>Tokens of such a pass.</summary>
    public static long TokensOf(IReadOnlyList<TokenSequence> sequences) =>
        sequences.Sum(sequence => (long)Math.Max(0, sequence.Completion.Length - 1))
        + sequences.Select(sequence => sequence.Prompt).Distinct(PromptComparer.Instance).Sum(prompt => (long)prompt.Length);

    private PackedBlock Add(List<IGrouping<ImmutableArray<int>, int>> groups, IReadOnlyList<TokenSequence> sequences, int[] offsets)
    {
        var (first, length) = (_ids.Count, groups[0].Key.Length);
        foreach (var group in groups) AddTokens(group.Key.AsSpan(), 0);
        var (lengths, promptOf) = (new List<int>(), new List<long>());
        foreach (var (place, group) in groups.Index())
            foreach (var index in group)
            {
                var completion = sequences[index].Completion;
                Predict(completion, offsets[index], (index * CompletionLength, first + ((place + 1) * length) - 1, _ids.Count));
                if (completion.Length < 2) continue;
                AddTokens(completion.AsSpan()[..^1], length);
                lengths.Add(completion.Length - 1);
                promptOf.Add(place);
            }

        return new(first, groups.Count, length, [.. lengths], [.. promptOf]);
    }

    /// <summary>A prompt that nothing follows, so that every product has the number of rows that it is fastest with.</summary>
    private IEnumerable<PackedBlock> Padding()
    {
        var (first, count) = (_ids.Count, -_ids.Count & (PointwiseProduct.Alignment - 1));
        if (count == 0 || !PointwiseProduct.Suits(first)) yield break;
        for (var i = 0; i < count; i++) AddTokens([0], 0);
        yield return new(first, 1, count, [], []);
    }

    private void AddTokens(ReadOnlySpan<int> tokens, int position)
    {
        foreach (var token in tokens)
        {
            _ids.Add(token);
            _positions.Add(position++);
        }
    }

    /// <summary>A completion's first token is predicted by its prompt's last, each other by the one before.</summary>
    private void Predict(ImmutableArray<int> completion, int next, (int Place, int PromptEnd, int Start) at)
    {
        for (var t = 0; t < completion.Length; t++, next++)
        {
            Rows[next] = t == 0 ? at.PromptEnd : at.Start + t - 1;
            Targets[next] = completion[t];
            Places[next] = at.Place + t;
        }
    }

    /// <summary>Prompts are the same when their tokens are; those of one group are mostly the same array.</summary>
    private sealed class PromptComparer : IEqualityComparer<ImmutableArray<int>>
    {
        public static PromptComparer Instance { get; } = new();

        public bool Equals(ImmutableArray<int> x, ImmutableArray<int> y) => x == y || x.AsSpan().SequenceEqual(y.AsSpan());

        public int GetHashCode(ImmutableArray<int> prompt)
        {
            var hash = new HashCode();
            foreach (var token in prompt) hash.Add(token);
            return hash.ToHashCode();
        }
    }
}

/// <summary>Prompts of one length, and their completions.</summary>
/// <param name="First">The first token.</param>
/// <param name="Prompts">How many prompts.</param>
/// <param name="PromptLength">How long each is.</param>
/// <param name="Lengths">The lengths of the completions, of which those without a token here are left out.</param>
/// <param name="PromptOf">The prompt of each completion.</param>
internal sealed record PackedBlock(int First, int Prompts, int PromptLength, ImmutableArray<int> Lengths, ImmutableArray<long> PromptOf);
