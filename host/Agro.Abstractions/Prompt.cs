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

    /// <summary>Further columns of the data set, by name.</summary>
    public ImmutableDictionary<string, string> Fields { get; init; } = ImmutableDictionary<string, string>.Empty;
}
