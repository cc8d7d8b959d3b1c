using Agro.Models;

namespace Agro.Tests;

/// <summary>A policy small enough for every test: a Llama of two layers.</summary>
internal static class TinyPolicy
{
    public static ModelConfig Config { get; } = new()
    {
        VocabularySize = 258,
        HiddenSize = 32,
        IntermediateSize = 64,
        LayerCount = 2,
        HeadCount = 4,
        KeyValueHeadCount = 2,
        HeadSize = 8,
        MaxPositions = 128,
        InitializerRange = 0.1,
        EndOfSequenceIds = [257],
    };
}
