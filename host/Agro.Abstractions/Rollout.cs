using System.Collections.Immutable;

namespace Agro;

/// <summary>A completion with its reward.</summary>
public sealed record Rollout
{
    /// <summary>The scored completion.</summary>
    public required Completion Completion { get; init; }

    /// <summary>The weighted sum of the applicable <see cref="RewardParts"/>.</summary>
    public required double Reward { get; init; }

    /// <summary>Each reward function's unweighted value, by its name in the recipe. Functions that do not apply are absent.</summary>
    public ImmutableDictionary<string, double> RewardParts { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>
    /// Identifies what gave the reward: the reward functions, their options, weights and plugin files. Null when the data did.
    /// </summary>
    public string? RewardVersion { get; init; }

    /// <summary>The answer that the first reward function to look for one found in the completion; null when none did.</summary>
    public string? Extracted { get; init; }

    /// <summary>
    /// Natural-log probabilities of the completion's tokens under the reference policy, computed once and kept.
    /// Empty when the algorithm does not need a reference policy.
    /// </summary>
    public ImmutableArray<float> ReferenceLogProbs { get; init; } = [];
}

/// <summary>All rollouts of one prompt.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="PromptTokens">The tokens that the policy was given, special tokens included.</param>
/// <param name="Rollouts">Its rollouts, whatever policies they came from.</param>
public sealed record RolloutGroup(Prompt Prompt, ImmutableArray<int> PromptTokens, ImmutableArray<Rollout> Rollouts);
