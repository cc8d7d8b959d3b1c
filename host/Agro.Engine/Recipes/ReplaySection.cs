using System.ComponentModel.DataAnnotations;

namespace Agro.Engine.Recipes;

/// <summary>
/// How completions of earlier steps are trained on again. They are kept with their tokens, log-probabilities and rewards in memory, and
/// saved with every checkpoint.
/// </summary>
public sealed record ReplaySection
{
    /// <summary>
    /// The share of each group that is sampled now; the rest is taken from the store, as far as it has completions of the prompt. What
    /// it lacks is sampled.
    /// </summary>
    [Range(0.0, 1)]
    public double OnPolicy { get; init; } = 0.5;

    /// <summary>
    /// The share of a step's prompts that the store chooses among those it has completions of; the others come from the data. With 0 a
    /// completion is trained on again only when the data comes back to its prompt.
    /// </summary>
    [Range(0.0, 1)]
    public double StoredPrompts { get; init; } = 0.5;

    /// <summary>How many completions are kept; the oldest go first.</summary>
    [Range(1, RolloutsSection.MostCompletions)]
    public int Capacity { get; init; } = 65_536;

    /// <summary>Drops completions of policies that are more optimizer steps behind than this; null for no limit.</summary>
    [Range(0, double.PositiveInfinity)]
    public long? MaxStaleness { get; init; }

    /// <summary>Which of the stored prompts, and which of a prompt's stored completions, are taken.</summary>
    public ReplayOrder Order { get; init; } = ReplayOrder.Random;
}

/// <summary>Which stored completions are taken first.</summary>
public enum ReplayOrder
{
    /// <summary>Any, each as likely as the others.</summary>
    Random,

    /// <summary>The latest; prompts by their latest completion.</summary>
    Newest,

    /// <summary>The earliest; prompts by their earliest completion.</summary>
    Oldest,

    /// <summary>Those of the highest reward; prompts by their mean reward.</summary>
    Reward,

    /// <summary>Those whose reward is farthest from the mean of their prompt's; prompts by the standard deviation of their rewards.</summary>
    Advantage,
}
