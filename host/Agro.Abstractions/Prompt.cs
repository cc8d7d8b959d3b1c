using System.Collections.Immutable;

namespace Agro;

/// <summary>One task from a data source: what the policy is asked, and what rewards may need to judge its answer.</summary>
public sealed record Prompt
{
    /// <summary>Identifies the prompt within its data source; stable between runs.</summary>
    public required string Id { get; init; }

    /// <summary>The prompt as plain text. It is what the policy sees, unless <see cref="Messages"/> is not empty.</summary>
    public required string Text { get; init; }

    /// <summary>The prompt as a conversation, rendered by the policy's chat template. Empty for plain text.</summary>
    public ImmutableArray<Message> Messages { get; init; } = [];

    /// <summary>The ground-truth final answer, when the data has one.</summary>
    public string? Answer { get; init; }

    /// <summary>
    /// A whole completion worth imitating (a worked answer), when the data has one. Algorithms that need
    /// <see cref="AlgorithmNeeds.Demonstrations"/> are trained on it.
    /// </summary>
    public string? Demonstration { get; init; }

    /// <summary>
    /// Completions that the data set holds, with their rewards where it has them: what offline training learns from, and what may join
    /// a sampled group.
    /// </summary>
    public ImmutableArray<GivenCompletion> Completions { get; init; } = [];

    /// <summary>Further columns of the data set, by name.</summary>
    public ImmutableDictionary<string, string> Fields { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>A completion that a data set holds, whoever wrote it.</summary>
public sealed record GivenCompletion
{
    /// <summary>The text, without special tokens.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// The tokens as they were sampled, the end-of-sequence token included. Empty to tokenize <see cref="Text"/> and end it.
    /// </summary>
    public ImmutableArray<int> Tokens { get; init; } = [];

    /// <summary>
    /// Natural-log probabilities of <see cref="Tokens"/> under the behavior policy, one per token. Empty when they are unknown.
    /// </summary>
    public ImmutableArray<float> LogProbs { get; init; } = [];

    /// <summary>The reward; null to score the completion with the recipe's reward functions.</summary>
    public double? Reward { get; init; }

    /// <summary>Whether it was cut off at a token limit, so that no end-of-sequence token belongs behind it.</summary>
    public bool Truncated { get; init; }
}
