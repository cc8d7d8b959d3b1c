using System.Collections.Immutable;

namespace Agro;

/// <summary>
/// A reward function that brings cases of its own whose rewards are known: at least one that is right and one that is wrong. The host
/// scores them before a run and before a new version takes the place of an old one, and goes no further when one does not come out: a
/// reward that gives everything the same is then found before it has cost a training run.
/// </summary>
public interface IRewardCanaries
{
    /// <summary>The cases, for the options that this instance has. Called once, before they are scored.</summary>
    IReadOnlyList<RewardCanary> Canaries { get; }
}

/// <summary>A case whose reward is known.</summary>
public sealed record RewardCanary
{
    /// <summary>What it shows, for messages, such as <c>another number</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The prompt, with its ground truth.</summary>
    public required Prompt Prompt { get; init; }

    /// <summary>What is scored: one completion, or for <see cref="IGroupRewardFunction"/> a group.</summary>
    public required ImmutableArray<Completion> Completions { get; init; }

    /// <summary>What is expected of each of <see cref="Completions"/>.</summary>
    public required ImmutableArray<ExpectedReward> Expected { get; init; }

    /// <summary>Makes a case of plain text.</summary>
    /// <param name="name">What it shows.</param>
    /// <param name="answer">The ground truth; null for none.</param>
    /// <param name="completion">What the policy answered. It has no tokens.</param>
    /// <param name="expected">What is expected; a number stands for exactly that reward.</param>
    /// <returns>The case.</returns>
    public static RewardCanary Of(string name, string? answer, string completion, ExpectedReward expected) => new()
    {
        Name = name,
        Prompt = new Prompt { Id = "canary", Text = "", Answer = answer },
        Completions = [new() { Text = completion, Tokens = [], FinishReason = FinishReason.Stop, PolicyVersion = -1 }],
        Expected = [expected],
    };
}

/// <summary>The rewards that a case may have, unweighted.</summary>
public sealed record ExpectedReward
{
    /// <summary>The least reward; null for any.</summary>
    public double? AtLeast { get; init; }

    /// <summary>The greatest reward; null for any.</summary>
    public double? AtMost { get; init; }

    /// <summary>Whether the function applies at all. False: the result must be <see cref="RewardResult.NotApplicable(string?)"/>.</summary>
    public bool Applies { get; init; } = true;

    /// <summary>The function must not apply.</summary>
    public static ExpectedReward None { get; } = new() { Applies = false };

    /// <summary>Lets a plain number stand for exactly that reward.</summary>
    /// <param name="reward">The reward.</param>
    public static implicit operator ExpectedReward(double reward) => FromDouble(reward);

    /// <summary>Expects exactly a reward, up to the last bits of a sum (1e-9).</summary>
    /// <param name="reward">The reward.</param>
    /// <returns>What is expected.</returns>
    public static ExpectedReward FromDouble(double reward) => new() { AtLeast = reward - 1e-9, AtMost = reward + 1e-9 };
}
