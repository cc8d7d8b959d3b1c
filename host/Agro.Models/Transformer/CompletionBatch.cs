namespace Agro.Models.Transformer;

/// <summary>Completions whose tokens are to be predicted in one forward pass, however the pass is laid out.</summary>
internal abstract class CompletionBatch
{
    /// <param name="sequences">The completions with their prompts.</param>
    /// <param name="config">The model's shape.</param>
    /// <param name="padTo">T; null for the longest completion.</param>
    /// <exception cref="ArgumentException">A prompt is empty, a sequence too long, or a token outside the vocabulary.</exception>
    protected CompletionBatch(IReadOnlyList<TokenSequence> sequences, ModelConfig config, int? padTo)
    {
        var longest = sequences.Count == 0 ? 0 : sequences.Max(sequence => sequence.Completion.Length);
        if (padTo < longest) throw new ArgumentOutOfRangeException(nameof(padTo), $"{padTo} is below the longest completion ({longest})");
        (Count, VocabularySize, CompletionLength) = (sequences.Count, config.VocabularySize, padTo ?? longest);
        foreach (var sequence in sequences) Check(sequence, config);
        var tokens = sequences.Sum(sequence => sequence.Completion.Length);
        (Rows, Targets, Places) = (new long[tokens], new long[tokens], new long[tokens]);
    }

    /// <summary>B.</summary>
    public int Count { get; }

    /// <summary>V.</summary>
    public int VocabularySize { get; }

    /// <summary>T.</summary>
    public int CompletionLength { get; }

    /// <summary>For each completion token, the row of the pass's hidden states that predicts it.</summary>
    public long[] Rows { get; }

    /// <summary>The completion tokens.</summary>
    public long[] Targets { get; }

    /// <summary>For each completion token, where it goes in <c>[B * T]</c>.</summary>
    public long[] Places { get; }

    private static void Check(TokenSequence sequence, ModelConfig config)
    {
        if (sequence.Prompt.Length == 0) throw new ArgumentException("a prompt is empty: its completion's first token has no distribution");
        if (sequence.Length - 1 > config.MaxPositions)
            throw new ArgumentException($"a sequence has {sequence.Length} tokens, the model takes {config.MaxPositions} before the last");
        foreach (var part in (ReadOnlySpan<System.Collections.Immutable.ImmutableArray<int>>)[sequence.Prompt, sequence.Completion])
            foreach (var id in part)
                if ((uint)id >= (uint)config.VocabularySize)
                    throw new ArgumentException($"token {id} is outside the model's vocabulary of {config.VocabularySize}");
    }
}
