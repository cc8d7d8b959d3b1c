namespace Agro.Models.Transformer;

/// <summary>
/// Sequences laid out for one forward pass: padded on the right, where a causal mask hides the padding by itself, and without each
/// sequence's last token, which nothing follows.
/// </summary>
internal sealed class SequenceBatch
{
    public SequenceBatch(IReadOnlyList<TokenSequence> sequences, ModelConfig config, int? padTo)
    {
        var longest = sequences.Count == 0 ? 0 : sequences.Max(sequence => sequence.Completion.Length);
        if (padTo < longest) throw new ArgumentOutOfRangeException(nameof(padTo), $"{padTo} is below the longest completion ({longest})");
        (Count, VocabularySize) = (sequences.Count, config.VocabularySize);
        CompletionLength = padTo ?? longest;
        Length = Math.Max(1, sequences.Count == 0 ? 1 : sequences.Max(sequence => sequence.Prompt.Length + sequence.Completion.Length - 1));
        if (Length > config.MaxPositions)
            throw new ArgumentException($"a sequence has {Length + 1} tokens, the model takes {config.MaxPositions} before the last", nameof(sequences));
        Ids = new long[Count * Length];
        var tokens = sequences.Sum(sequence => sequence.Completion.Length);
        (Rows, Targets, Places) = (new long[tokens], new long[tokens], new long[tokens]);
        var next = 0;
        for (var i = 0; i < Count; i++) next = Place(sequences[i], i, next);
    }

    /// <summary>B.</summary>
    public int Count { get; }

    /// <summary>V.</summary>
    public int VocabularySize { get; }

    /// <summary>The length of the padded input.</summary>
    public int Length { get; }

    /// <summary>T.</summary>
    public int CompletionLength { get; }

    /// <summary>Input ids, <c>[B, Length]</c>.</summary>
    public long[] Ids { get; }

    /// <summary>For each completion token, the row of <c>[B * Length]</c> whose output predicts it.</summary>
    public long[] Rows { get; }

    /// <summary>The completion tokens.</summary>
    public long[] Targets { get; }

    /// <summary>For each completion token, where it goes in <c>[B * T]</c>.</summary>
    public long[] Places { get; }

    private int Place(TokenSequence sequence, int index, int next)
    {
        var (prompt, completion) = (sequence.Prompt, sequence.Completion);
        if (prompt.Length == 0) throw new ArgumentException("a prompt is empty: its completion's first token has no distribution");
        for (var t = 0; t < prompt.Length + completion.Length; t++)
        {
            var id = t < prompt.Length ? prompt[t] : completion[t - prompt.Length];
            if ((uint)id >= (uint)VocabularySize) throw new ArgumentException($"token {id} is outside the model's vocabulary of {VocabularySize}");
            if (t < prompt.Length + completion.Length - 1) Ids[(index * Length) + t] = id;
            if (t < prompt.Length) continue;
            Rows[next] = (index * Length) + t - 1;
            Targets[next] = id;
            Places[next++] = (index * CompletionLength) + t - prompt.Length;
        }
        return next;
    }
}
