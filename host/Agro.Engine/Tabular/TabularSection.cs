using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Recipes.Binding;

namespace Agro.Engine.Tabular;

/// <summary>The problem of a tabular experiment, and what is tried on it.</summary>
public sealed record TabularSection
{
    private const int UsualCompletions = 20;

    /// <summary>How many completions there are, of one token each; as many as the lists have when it is left out, or else 20.</summary>
    [Range(2, 100)]
    public int? Completions { get; init; }

    /// <summary>The reward of each completion; drawn from a standard normal distribution when left out.</summary>
    public ImmutableArray<double> Rewards { get; init; } = [];

    /// <summary>The logits of the reference policy; drawn from a standard normal distribution when left out.</summary>
    public ImmutableArray<double> ReferenceLogits { get; init; } = [];

    /// <summary>How many problems are drawn. Each algorithm is tried on all of them.</summary>
    [Range(1, 10_000)]
    public int Draws { get; init; } = 1;

    /// <summary>
    /// The KL coefficient of the optimum that distances are measured to, in units of reward per nat. Algorithms have their own.
    /// </summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public required double Beta { get; init; }

    /// <summary>What gradients are multiplied by before they are taken from the logits.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double StepSize { get; init; } = 1;

    /// <summary>How many steps each descent takes.</summary>
    [Range(1, 100_000_000)]
    public required long Steps { get; init; }

    /// <summary>Where completions come from; each algorithm is tried with all of these.</summary>
    [MinLength(1, ErrorMessage = "must name at least one")]
    public ImmutableArray<BehaviorPolicy> Behavior { get; init; } = [BehaviorPolicy.Reference, BehaviorPolicy.Policy];

    /// <summary>The algorithms. Their losses must treat each group of completions by itself.</summary>
    [ComponentOf(ComponentKind.Algorithm)]
    [MinLength(1, ErrorMessage = "must name at least one")]
    public required ImmutableArray<ComponentReference> Algorithms { get; init; }

    /// <summary>The steps after which results are shown; powers of ten and the last step when left out.</summary>
    [Range(1, 100_000_000)]
    public ImmutableArray<long> Report { get; init; } = [];

    /// <summary>How many completions there are.</summary>
    internal int Size => Completions ?? (Rewards.Length > 0 ? Rewards.Length : ReferenceLogits.Length > 0 ? ReferenceLogits.Length : UsualCompletions);
}
