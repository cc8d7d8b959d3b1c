using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Agro.Engine.Recipes;

/// <summary>A reward function that a recipe uses.</summary>
public sealed record RewardReference : ComponentReference
{
    /// <summary>Its share in the weighted sum that is the reward. A negative weight makes it a penalty; 0 only logs it.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>What metrics and hooks call it. The component's name by default; needed when a component is used twice.</summary>
    [RegularExpression(NameRule.Pattern, ErrorMessage = NameRule.Fault)]
    public string? Name { get; init; }

    /// <summary>
    /// How many seconds a call may take. A call that takes longer is a fault: its completion is left out and counted. Inside the host, a
    /// call that ignores its cancellation token goes on in the background all the same; isolation: process ends it.
    /// </summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double TimeLimit { get; init; } = 60;

    /// <summary>How many calls of it may be under way together; with 1 they come one after the other, in order.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrency { get; init; } = 16;

    /// <summary>Where its code runs: none for inside the host, process for child processes.</summary>
    public IsolationSection Isolation { get; init; } = new();

    /// <summary>
    /// What brings its values to the scale of the other rewards before they are weighted and summed: nothing, or the mean and the
    /// deviation of its group, or of all completions of the step. What the algorithm does to rewards it does to the sum. Metrics show the
    /// values as they are.
    /// </summary>
    public RewardScale Normalize { get; init; }

    /// <summary>
    /// Cases whose rewards are known, such as one that is right and one that is wrong. The run does not start, and a new version of the
    /// plugin is not taken, when one does not come out.
    /// </summary>
    public ImmutableArray<CanarySection> Canary { get; init; } = [];

    /// <summary>What metrics and hooks call it.</summary>
    public string PartName => Name ?? Use;
}

/// <summary>What a reward is normalized by.</summary>
public enum RewardScale
{
    /// <summary>It is taken as it is.</summary>
    None,

    /// <summary>The mean and the standard deviation of the completions of one prompt (GDPO, arXiv 2601.05242).</summary>
    Group,

    /// <summary>The mean and the standard deviation of all completions of the step.</summary>
    Batch,
}
