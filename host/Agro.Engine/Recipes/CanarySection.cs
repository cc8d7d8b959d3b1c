using System.Collections.Immutable;

namespace Agro.Engine.Recipes;

/// <summary>
/// A case whose reward is known. The run does not start, and a new version of the plugin is not taken, when it does not come out. What is
/// expected is a reward, at_least, at_most or both, or applies: false.
/// </summary>
public sealed record CanarySection
{
    /// <summary>What it shows, for messages.</summary>
    public string? Name { get; init; }

    /// <summary>The prompt's text.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>The ground truth; none by default.</summary>
    public string? Answer { get; init; }

    /// <summary>Further fields of the prompt, by name.</summary>
    public ImmutableDictionary<string, string> Fields { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What the policy answered. It has no tokens.</summary>
    public string? Completion { get; init; }

    /// <summary>A group of answers, in place of completion, for a reward that compares them.</summary>
    public ImmutableArray<string> Completions { get; init; } = [];

    /// <summary>The reward, unweighted, that is expected exactly.</summary>
    public double? Reward { get; init; }

    /// <summary>The rewards of completions, in the same order, in place of reward.</summary>
    public ImmutableArray<double> Rewards { get; init; } = [];

    /// <summary>The least reward, unweighted, of the completion or of each in the group.</summary>
    public double? AtLeast { get; init; }

    /// <summary>The greatest reward, unweighted, of the completion or of each in the group.</summary>
    public double? AtMost { get; init; }

    /// <summary>Whether the reward applies to the case at all.</summary>
    public bool Applies { get; init; } = true;

    /// <summary>What is wrong with it; null for nothing.</summary>
    internal string? Fault => this switch
    {
        { Completion: null, Completions.IsDefaultOrEmpty: true } => "has neither completion nor completions",
        { Completion: not null, Completions.IsDefaultOrEmpty: false } => "has both completion and completions",
        { Rewards.IsDefaultOrEmpty: false } when Rewards.Length != Texts.Length => $"has {Rewards.Length} rewards for {Texts.Length} completions",
        _ when Ways != 1 => $"says in {Ways} ways what is expected: give one of reward, rewards, at_least with at_most, applies: false",
        _ when AtLeast > AtMost => FormattableString.Invariant($"expects at least {AtLeast} and at most {AtMost}"),
        _ => null,
    };

    /// <summary>The completions, one or a group.</summary>
    internal ImmutableArray<string> Texts => Completion is { } one ? [one] : Completions;

    private int Ways => new[] { Reward is not null, !Rewards.IsDefaultOrEmpty, AtLeast is not null || AtMost is not null, !Applies }.Count(way => way);

    /// <summary>The case.</summary>
    internal RewardCanary ToCase() => new()
    {
        Name = Name ?? "",
        Prompt = new Prompt { Id = "canary", Text = Prompt, Answer = Answer, Fields = Fields },
        Completions = [.. Texts.Select(text => new Completion { Text = text, Tokens = [], FinishReason = FinishReason.Stop, PolicyVersion = -1 })],
        Expected = [.. Texts.Select((_, i) => Expected(i))],
    };

    private ExpectedReward Expected(int i)
    {
        if (!Applies) return ExpectedReward.None;
        if (Reward is { } reward) return reward;
        return Rewards.IsDefaultOrEmpty ? new ExpectedReward { AtLeast = AtLeast, AtMost = AtMost } : Rewards[i];
    }
}
