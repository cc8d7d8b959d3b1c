using System.ComponentModel.DataAnnotations;

namespace Agro.Engine.Recipes;

/// <summary>How the policy is updated: AdamW (Loshchilov and Hutter, 2019) on one loss a step.</summary>
public sealed record TrainingSection
{
    /// <summary>Far above any that trains: a typing error, with which 32-bit arithmetic would overflow.</summary>
    internal const double HighestLearningRate = 1000;

    /// <summary>How many optimizer steps to take.</summary>
    [Range(1, double.PositiveInfinity)]
    public required long Steps { get; init; }

    /// <summary>The learning rate after warm-up.</summary>
    [Range(0, HighestLearningRate, MinimumIsExclusive = true)]
    public required double LearningRate { get; init; }

    /// <summary>
    /// How many updates are made on the same rollouts (TRL's num_iterations, PPO's epochs); from the second on they are off-policy.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int NumIterations { get; init; } = 1;

    /// <summary>
    /// The learning rate of the critic head, for algorithms that need one, after warm-up. By default ten times learning_rate, as in verl.
    /// </summary>
    [Range(0, HighestLearningRate, MinimumIsExclusive = true)]
    public double? CriticLearningRate { get; init; }

    /// <summary>How the learning rate goes on after warm-up.</summary>
    public LearningRateSchedule Schedule { get; init; }

    /// <summary>Over how many steps the learning rate rises linearly from 0.</summary>
    [Range(0, double.PositiveInfinity)]
    public long WarmupSteps { get; init; }

    /// <summary>The learning rate that a falling schedule ends at, as a share of <see cref="LearningRate"/>.</summary>
    [Range(0.0, 1)]
    public double MinLearningRateRatio { get; init; }

    /// <summary>How far each step shrinks the weights, as a multiple of the learning rate.</summary>
    [Range(0.0, 1000)]
    public double WeightDecay { get; init; }

    /// <summary>The decay of the mean of gradients.</summary>
    [Range(0.0, 1, MaximumIsExclusive = true)]
    public double AdamBeta1 { get; init; } = 0.9;

    /// <summary>The decay of the mean of squared gradients.</summary>
    [Range(0.0, 1, MaximumIsExclusive = true)]
    public double AdamBeta2 { get; init; } = 0.999;

    /// <summary>Keeps the update finite where gradients vanish.</summary>
    [Range(0.0, 1, MinimumIsExclusive = true)]
    public double AdamEpsilon { get; init; } = 1e-8;

    /// <summary>
    /// With a policy in bfloat16: makes updates on a copy of the weights in float32, with moments in float32. Without it updates much smaller
    /// than their weights are lost in rounding, for half the memory.
    /// </summary>
    public bool MasterWeights { get; init; } = true;

    /// <summary>The largest norm of the gradient; a larger one is scaled down to it. 0 for no limit.</summary>
    [Range(0, double.MaxValue)]
    public double MaxGradNorm { get; init; } = 1;

    /// <summary>How many tokens (prompts, completions and padding) go through the policy at once; lower it when memory runs out.</summary>
    [Range(1, int.MaxValue)]
    public int MicroBatchTokens { get; init; } = 16384;

    /// <summary>
    /// Keeps only the input of each layer for the gradient and runs the layer again: much less memory for a third more work.
    /// </summary>
    public bool ActivationCheckpointing { get; init; }

    /// <summary>Saves a checkpoint every so many steps; 0 for one at the end only.</summary>
    [Range(0, double.PositiveInfinity)]
    public long CheckpointEvery { get; init; }

    /// <summary>How many of the latest checkpoints are kept.</summary>
    [Range(1, int.MaxValue)]
    public int KeepCheckpoints { get; init; } = 2;
}

/// <summary>How the learning rate changes over a run.</summary>
public enum LearningRateSchedule
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It falls along half a cosine until the last step.</summary>
    Cosine,

    /// <summary>It falls along a line until the last step.</summary>
    Linear,
}
