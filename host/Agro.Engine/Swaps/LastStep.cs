namespace Agro.Engine.Swaps;

/// <summary>What new versions are tried on.</summary>
/// <param name="Step">The step, counted from 1.</param>
/// <param name="Groups">Its scored rollouts.</param>
/// <param name="Weights">The weight of each reward function.</param>
/// <param name="Indices">Where its prompts lie in the training data.</param>
internal sealed record LastStep(
    long Step, IReadOnlyList<RolloutGroup> Groups, IReadOnlyDictionary<string, double> Weights, IReadOnlyList<long> Indices);
