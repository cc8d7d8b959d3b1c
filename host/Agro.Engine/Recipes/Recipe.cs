using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes.Binding;

namespace Agro.Engine.Recipes;

/// <summary>Everything that decides a run.</summary>
public sealed record Recipe
{
    /// <summary>Names the run and its folder.</summary>
    [RegularExpression(NameRule.Pattern, ErrorMessage = NameRule.FolderFault)]
    public required string Name { get; init; }

    /// <summary>Decides every random choice of the run.</summary>
    [Range(0, double.PositiveInfinity)]
    public long Seed { get; init; }

    /// <summary>The model that is trained.</summary>
    public required PolicySection Policy { get; init; }

    /// <summary>Where prompts come from.</summary>
    public required DataSection Data { get; init; }

    /// <summary>
    /// Functions that score completions; the reward is their weighted sum. Not needed by algorithms that learn from demonstrations.
    /// </summary>
    [ComponentOf(ComponentKind.Reward)]
    public ImmutableArray<RewardReference> Rewards { get; init; } = [];

    /// <summary>Turns rewards into a loss.</summary>
    [ComponentOf(ComponentKind.Algorithm)]
    public required ComponentReference Algorithm { get; init; }

    /// <summary>How completions are sampled for training.</summary>
    public RolloutsSection Rollouts { get; init; } = new();

    /// <summary>How completions of earlier steps are trained on again; without it none are.</summary>
    public ReplaySection? Replay { get; init; }

    /// <summary>How the policy is updated.</summary>
    public required TrainingSection Training { get; init; }

    /// <summary>How the policy is evaluated on <see cref="DataSection.Eval"/>; null when there is no such data.</summary>
    public EvalSection? Eval { get; init; }

    /// <summary>What is measured besides what the algorithm needs.</summary>
    public DiagnosticsSection Diagnostics { get; init; } = new();

    /// <summary>Plugins to load, and how newer versions of them are taken while the run goes on.</summary>
    public PluginsSection Plugins { get; init; } = new();

    /// <summary>Code that runs between the phases of a step, in this order.</summary>
    [ComponentOf(ComponentKind.Hook)]
    public ImmutableArray<HookReference> Hooks { get; init; } = [];

    /// <summary>Where metrics go besides the run folder.</summary>
    [ComponentOf(ComponentKind.Tracker)]
    public ImmutableArray<ComponentReference> Trackers { get; init; } = [];

    /// <summary>How completions are sampled for training.</summary>
    public SamplingOptions RolloutSampling => new()
    {
        MaxTokens = Rollouts.MaxTokens,
        Temperature = Rollouts.Temperature,
        TopP = Rollouts.TopP,
        TopK = Rollouts.TopK,
    };

    /// <summary>How completions are sampled for evaluation.</summary>
    public SamplingOptions EvalSampling
    {
        get
        {
            var eval = Eval ?? new();
            return new()
            {
                MaxTokens = eval.MaxTokens ?? Rollouts.MaxTokens,
                Temperature = eval.Temperature ?? (eval.Samples == 1 ? 0 : Rollouts.Temperature),
                TopP = eval.TopP,
                TopK = eval.TopK,
            };
        }
    }
}
