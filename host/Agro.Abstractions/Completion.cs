using System.Collections.Immutable;

namespace Agro;

/// <summary>Why a completion ended.</summary>
public enum FinishReason
{
    /// <summary>The policy chose an end-of-sequence token.</summary>
    Stop,

    /// <summary>The token limit was reached first.</summary>
    Length,

    /// <summary>The completion was given by the data, not sampled.</summary>
    Given,
}

/// <summary>Where a completion came from.</summary>
public enum CompletionSource
{
    /// <summary>The policy in training sampled it, at <see cref="Completion.PolicyVersion"/>.</summary>
    Policy,

    /// <summary>It is one of the data set's own <see cref="Prompt.Completions"/>.</summary>
    Data,

    /// <summary>It is the prompt's <see cref="Prompt.Demonstration"/>.</summary>
    Demonstration,
}

/// <summary>What a behavior policy answered to a prompt.</summary>
public sealed record Completion
{
    /// <summary>The decoded text, without special tokens.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// The tokens as sampled, the end-of-sequence token included. They are what is trained on: the text is never tokenized again.
    /// </summary>
    public required ImmutableArray<int> Tokens { get; init; }

    /// <summary>
    /// Natural-log probabilities of <see cref="Tokens"/> under the behavior policy, one per token, of the untruncated
    /// distribution at the sampling temperature. Empty when the behavior policy is unknown.
    /// </summary>
    public ImmutableArray<float> LogProbs { get; init; } = [];

    /// <summary>Why it ended.</summary>
    public required FinishReason FinishReason { get; init; }

    /// <summary>Where it came from.</summary>
    public CompletionSource Source { get; init; }

    /// <summary>The policy version that sampled it: optimizer steps behind its weights. -1 when no policy of this run did.</summary>
    public required long PolicyVersion { get; init; }
}
