using System.Collections.Immutable;

namespace Agro;

/// <summary>How completions are sampled.</summary>
public sealed record SamplingOptions
{
    /// <summary>The longest completion, in tokens, at least 1.</summary>
    public int MaxTokens { get; init; } = 256;

    /// <summary>Divides the logits; 0 takes the likeliest token always (greedy).</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Samples from the smallest set of tokens whose probabilities add up to this; in (0, 1].</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Samples from this many of the likeliest tokens; 0 for all.</summary>
    public int TopK { get; init; }
}

/// <summary>Completions asked for one prompt.</summary>
/// <param name="PromptTokens">The prompt, special tokens included; at least one.</param>
/// <param name="Count">How many completions to sample.</param>
/// <param name="Sampling">How to sample.</param>
/// <param name="Seed">Decides every random choice of this request, whatever else is generated beside it.</param>
public sealed record GenerationRequest(ImmutableArray<int> PromptTokens, int Count, SamplingOptions Sampling, long Seed);

/// <summary>Samples completions from the policy being trained.</summary>
public interface IRolloutEngine : IAsyncDisposable
{
    /// <summary>Samples completions; batching is the engine's own affair.</summary>
    /// <param name="requests">The prompts.</param>
    /// <param name="cancellationToken">Stops generation.</param>
    /// <returns>For each request, its completions.</returns>
    Task<IReadOnlyList<ImmutableArray<Completion>>> GenerateAsync(
        IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken);
}
