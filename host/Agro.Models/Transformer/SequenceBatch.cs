namespace Agro.Models.Transformer;

/// <summary>
/// Sequences laid out one by one: padded on the right, where a causal mask hides the padding by itself, and without each sequence's last
/// token, which nothing follows.
/// </summary>
internal sealed class SequenceBatch : CompletionBatch
{
    /// <inheritdoc/>
    public SequenceBatch(IReadOnlyList<TokenSequence> sequences, ModelConfig config, int? padTo = null)
        : base(sequences, config, padTo)
    {
        Length = LengthOf(sequences);
        Ids = new long[Count * Length];
        var next = 0;
        for (var i = 0; i < Count; i++) next = Place(sequences[i], i, next);
    }

    /// <summary>The length of the padded input.</summary>
    public int Length { get; }

    /// <summary>Input ids, <c>[B, Length]</c>.</summary>
    public long[] Ids { get; }

    /// <summary>Tokens of such a pass, padding included.</summary>
    public static long TokensOf(IReadOnlyList<TokenSequence> sequences) => (long)sequences.Count * LengthOf(sequences);

    private static int LengthOf(IReadOnlyList<TokenSequence> sequences) =>
        Math.Max(1, sequences.Count == 0 ? 1 : sequences.Max(sequence => sequence.Length - 1));

    private int Place(TokenSequence sequence, int index, int next)
    {
        var (prompt, completion) = (sequence.Prompt, sequence.Completion);
        for (var t = 0; t < sequence.Length; t++)
        {
            var id = t < prompt.Length ? prompt[t] : completion[t - prompt.Length];
            if (t < sequence.Length - 1) Ids[(index * Length) + t] = id;
            if (t < prompt.Length) continue;
            Rows[next] = (index * Length) + t - 1;
            Targets[next] = id;
            Places[next++] = (index * CompletionLength) + t - prompt.Length;
        }
        return next;
    }
}
