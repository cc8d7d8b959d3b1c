using Agro.Engine.Checkpoints;
using Agro.Engine.Evaluation;
using Agro.Engine.Recipes;
using Agro.Engine.Rewards;
using Agro.Engine.Rollouts;
using Agro.Engine.Swaps;
using Agro.Engine.Training;

namespace Agro.Engine.Runs;

/// <summary>Everything that a run is made of, wired by <see cref="RunSetup"/>.</summary>
internal sealed record RunParts : IDisposable
{
    /// <summary>The recipe.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>What it was read from.</summary>
    public required ResolvedRecipe Resolved { get; init; }

    /// <summary>Its plugins, as they are now.</summary>
    public required CatalogInUse Catalog { get; init; }

    /// <summary>Whether plugins and scripts may be exchanged while it goes on.</summary>
    public required bool HotSwap { get; init; }

    /// <summary>Where the run's files lie.</summary>
    public required RunFolder Folder { get; init; }

    /// <summary>The components in their slots.</summary>
    public required RunComponents Components { get; init; }

    /// <summary>The policy being trained, with its optimizer and critic.</summary>
    public required TrainedState Trained { get; init; }

    /// <summary>The policy's optimizer.</summary>
    public AdamW Optimizer => Trained.Optimizer;

    /// <summary>Does optimizer steps.</summary>
    public required Trainer Trainer { get; init; }

    /// <summary>Computes reference log-probabilities; null when nothing needs them.</summary>
    public ReferenceScorer? Reference { get; init; }

    /// <summary>What frees the reference policy.</summary>
    public IDisposable? ReferencePolicy { get; init; }

    /// <summary>Gets completions.</summary>
    public required RolloutPipeline Pipeline { get; init; }

    /// <summary>Scores completions.</summary>
    public required RewardScorer Scorer { get; init; }

    /// <summary>Evaluates; null without held-out data or rewards.</summary>
    public Evaluator? Evaluator { get; init; }

    /// <summary>Saves checkpoints.</summary>
    public required CheckpointStore Checkpoints { get; init; }

    /// <summary>Where the run stands: a new one, or that of the checkpoint it goes on from.</summary>
    public required RunState State { get; init; }

    /// <summary>Whether the folder held the run before.</summary>
    public required bool Resumed { get; init; }

    /// <summary>The checkpoint that the run goes on from; null when it starts from the beginning.</summary>
    public string? ResumedFrom { get; init; }

    /// <summary>A line about the policy, for a person.</summary>
    public required string PolicySummary { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Trained.Critic?.Dispose();
        Optimizer.Dispose();
        ReferencePolicy?.Dispose();
        Trained.Policy.Dispose();
        Components.Dispose();
    }
}
