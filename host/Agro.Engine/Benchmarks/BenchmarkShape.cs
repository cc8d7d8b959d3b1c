using System.Collections.Immutable;
using Agro.Models;
using Agro.Models.Transformer;

namespace Agro.Engine.Benchmarks;

/// <summary>A model of random weights and the work that it is measured on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Config">The model: Llama with a tied head.</param>
internal sealed record BenchmarkShape(string Name, ModelConfig Config)
{
    /// <summary>Tokens of each prompt, for decoding and RL steps.</summary>
    public int PromptTokens { get; init; } = 64;

    /// <summary>Decode steps of a sequence.</summary>
    public int NewTokens { get; init; } = 64;

    /// <summary>Sequences decoded at once.</summary>
    public ImmutableArray<int> Batches { get; init; } = [1, 8, 32, 128];

    /// <summary>The batch at which other decoders are compared.</summary>
    public int ComparedBatch { get; init; } = 8;

    /// <summary>Sequences of a training step.</summary>
    public int Sequences { get; init; }

    /// <summary>Tokens of each of them; half are its prompt, which it shares with none.</summary>
    public int SequenceTokens { get; init; }

    /// <summary>Prompts of an RL step.</summary>
    public int Prompts { get; init; }

    /// <summary>Completions of each of them.</summary>
    public int Completions { get; init; } = 8;

    /// <summary>The shape of a name.</summary>
    /// <param name="name">s, m or tiny.</param>
    /// <param name="quick">Whether to leave out what takes long.</param>
    public static BenchmarkShape Of(string name, bool quick) => (name, quick) switch
    {
        ("s", false) => new("S", Llama(256, 6, (8, 4), 688, 512)) { Sequences = 32, SequenceTokens = 128, Prompts = 8 },
        ("s", true) => Of("s", false) with { NewTokens = 16 },
        // Fewer prompts than S: a step of 64 completions takes minutes, and the shares of its phases are the same.
        ("m", false) => new("M", Llama(768, 12, (12, 4), 2048, 32000)) { Sequences = 8, SequenceTokens = 256, Prompts = 2 },
        ("m", true) => Of("m", false) with { NewTokens = 8, Batches = [1, 8, 32] },
        (BenchmarkOptions.Tiny, _) => new("tiny", Llama(32, 2, (4, 2), 64, 256))
        {
            PromptTokens = 8,
            NewTokens = 8,
            Batches = [1, 8],
            Sequences = 4,
            SequenceTokens = 16,
            Prompts = 2,
            Completions = 2,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(name), $"no shape '{name}'"),
    };

    /// <summary>Prompts of random tokens, each another.</summary>
    /// <param name="count">How many.</param>
    /// <param name="length">Tokens of each.</param>
    public IReadOnlyList<ImmutableArray<int>> RandomTokens(int count, int length)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, length).Select(_ => random.Next(Config.VocabularySize)).ToImmutableArray())];
    }

    /// <summary>The sequences of a training step.</summary>
    public IReadOnlyList<TokenSequence> TrainingSequences()
    {
        var half = SequenceTokens / 2;
        return [.. RandomTokens(Sequences, SequenceTokens).Select(tokens => new TokenSequence(tokens[..half], tokens[half..]))];
    }

    private static ModelConfig Llama(int hidden, int layers, (int Query, int KeyValue) heads, int inner, int vocabulary) => new()
    {
        VocabularySize = vocabulary,
        HiddenSize = hidden,
        IntermediateSize = inner,
        LayerCount = layers,
        HeadCount = heads.Query,
        KeyValueHeadCount = heads.KeyValue,
        HeadSize = hidden / heads.Query,
        MaxPositions = 1024,
        TiedEmbeddings = true,
    };
}
