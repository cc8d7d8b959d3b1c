using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Agro.Engine.Recipes;

/// <summary>How the policy is evaluated.</summary>
public sealed record EvalSection
{
    /// <summary>Evaluates every so many steps; 0 for at the start and the end only.</summary>
    [Range(0, double.PositiveInfinity)]
    public long Every { get; init; }

    /// <summary>How many prompts are taken, from the first on; fewer when there are not so many.</summary>
    [Range(1, double.PositiveInfinity)]
    public long Prompts { get; init; } = 200;

    /// <summary>How many completions are sampled for each prompt.</summary>
    [Range(1, int.MaxValue)]
    public int Samples { get; init; } = 1;

    /// <summary>
    /// Divides the logits before sampling; 0 takes the likeliest token always. By default 0 for one sample, else as in rollouts.
    /// </summary>
    [Range(0.0, 1000)]
    public double? Temperature { get; init; }

    /// <summary>Samples from the smallest set of tokens whose probabilities add up to this; 1 for all tokens.</summary>
    [Range(0.0, 1, MinimumIsExclusive = true)]
    public double TopP { get; init; } = 1;

    /// <summary>Samples from this many of the likeliest tokens; 0 for all.</summary>
    [Range(0, int.MaxValue)]
    public int TopK { get; init; }

    /// <summary>The longest completion, in tokens. As in rollouts by default.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxTokens { get; init; }

    /// <summary>How many completions are generated at the same time. As in rollouts by default.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxBatch { get; init; }

    /// <summary>
    /// What is measured, where k is at most <see cref="Samples"/>: pass@k (whether one of k is right, unbiased), mean@k (the share of k
    /// that is right), maj@k (whether the commonest answer of k is right), best@k (the highest score of the first reward among k, unbiased). Each has
    /// a 95 % confidence interval over prompts, half of which is the metric with <c>/ci95</c>.
    /// </summary>
    [RegularExpression(EvalMetric.Pattern, ErrorMessage = "must be pass@k, mean@k, maj@k or best@k, such as pass@1")]
    [MinLength(1, ErrorMessage = "must name at least one metric")]
    public ImmutableArray<string> Metrics { get; init; } = ["pass@1"];

    /// <summary>
    /// Fields of the data, such as level or subject, by whose values metrics are told apart too, as in <c>pass@1/level=3</c>.
    /// </summary>
    public ImmutableArray<string> By { get; init; } = [];

    /// <summary>Whether the policy is evaluated before the first step.</summary>
    public bool AtStart { get; init; } = true;

    /// <summary>Whether the policy is evaluated after the last step.</summary>
    public bool AtEnd { get; init; } = true;
}
