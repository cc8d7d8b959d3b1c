using System.ComponentModel.DataAnnotations;

namespace Agro.Engine.Recipes;

/// <summary>How completions are sampled for training.</summary>
public sealed record RolloutsSection
{
    /// <summary>How many completions are kept at once: a step's, or an evaluation's.</summary>
    internal const long MostCompletions = 10_000_000;

    /// <summary>
    /// Where completions come from: <c>policy</c> samples them; <c>data</c> takes the data set's own and samples nothing (offline
    /// training), at most group_size of a prompt's. Their rewards are the data's, unless the recipe has reward functions.
    /// </summary>
    public RolloutSource Source { get; init; }

    /// <summary>
    /// How many of the data set's own completions of a prompt, its demonstration first, join the sampled ones in a group. They are
    /// scored like them.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int Given { get; init; }

    /// <summary>
    /// How many steps before it is trained on a step's rollouts are sampled, as by an asynchronous sampler; 0 is on-policy. The first
    /// steps take rollouts of the policy that the run starts with.
    /// </summary>
    [Range(0, 100_000)]
    public int Staleness { get; init; }

    /// <summary>
    /// DAPO's dynamic sampling: groups whose rewards are all equal are left out, and other prompts are sampled in their place.
    /// </summary>
    public bool DynamicSampling { get; init; }

    /// <summary>How many times dynamic sampling takes further prompts before a step makes do with what it has.</summary>
    [Range(1, int.MaxValue)]
    public int MaxRefills { get; init; } = 10;

    /// <summary>
    /// Masks completions that were cut off at max_tokens out of the loss (TRL's mask_truncated_completions); their rewards still count in
    /// the baselines.
    /// </summary>
    public bool MaskTruncated { get; init; }

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

/// <summary>Where completions to train on come from.</summary>
public enum RolloutSource
{
    /// <summary>The policy in training.</summary>
    Policy,

    /// <summary>The data set.</summary>
    Data,
}
