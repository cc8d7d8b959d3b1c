using System.ComponentModel.DataAnnotations;

namespace Agro.Engine.Recipes;

/// <summary>How completions are sampled for training.</summary>
public sealed record RolloutsSection
{
    /// <summary>How many completions are kept at once: a step's, or an evaluation's.</summary>
    internal const long MostCompletions = 10_000_000;

    /// <summary>How many prompts an optimizer step learns from.</summary>
    [Range(1, int.MaxValue)]
    public int PromptsPerStep { get; init; } = 8;

    /// <summary>How many completions are sampled for each prompt.</summary>
    [Range(1, int.MaxValue)]
    public int GroupSize { get; init; } = 8;

    /// <summary>The longest completion, in tokens.</summary>
    [Range(1, int.MaxValue)]
    public int MaxTokens { get; init; } = 64;

    /// <summary>Divides the logits before sampling.</summary>
    [Range(0.001, 1000)]
    public double Temperature { get; init; } = 1;

    /// <summary>Samples from the smallest set of tokens whose probabilities add up to this; 1 for all tokens.</summary>
    [Range(0.0, 1, MinimumIsExclusive = true)]
    public double TopP { get; init; } = 1;

    /// <summary>Samples from this many of the likeliest tokens; 0 for all.</summary>
    [Range(0, int.MaxValue)]
    public int TopK { get; init; }

    /// <summary>How many completions are generated at the same time; lower it when memory runs out.</summary>
    [Range(1, int.MaxValue)]
    public int MaxBatch { get; init; } = 256;

    /// <summary>The run stops when more than this share of a step's completions could not be scored.</summary>
    [Range(0.0, 1)]
    public double MaxFailedShare { get; init; } = 0.5;
}
