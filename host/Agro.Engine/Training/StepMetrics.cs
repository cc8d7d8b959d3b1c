using static TorchSharp.torch;

namespace Agro.Engine.Training;

/// <summary>
/// The metrics of a step under TRL's names: what rollouts are like, and how the policy stands to its behavior and reference policies.
/// </summary>
internal static class StepMetrics
{
    /// <summary>Metrics of the rollouts alone.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="policyVersion">The version of the policy being trained.</param>
    public static Dictionary<string, double> OfRollouts(IReadOnlyList<RolloutGroup> groups, long policyVersion)
    {
        var rollouts = groups.SelectMany(group => group.Rollouts).ToList();
        var metrics = new Dictionary<string, double>();
        AddRewards(metrics, groups, rollouts);
        AddLengths(metrics, rollouts);
        var versions = rollouts.Select(rollout => rollout.Completion.PolicyVersion).Where(version => version >= 0).ToList();
        if (versions.Count > 0)
        {
            metrics["staleness/mean"] = versions.Average(version => policyVersion - version);
            metrics["staleness/max"] = versions.Max(version => policyVersion - version);
        }

        return metrics;
    }

    /// <summary>Metrics of the policy against the policies that the batch knows, before the update.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="logProbs">Log-probabilities before the update, <c>[B, T]</c>.</param>
    /// <param name="entropies">Entropies before the update, <c>[B, T]</c>.</param>
    public static Dictionary<string, double> OfPolicy(PolicyBatch batch, Tensor logProbs, Tensor entropies)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var metrics = new Dictionary<string, double> { ["entropy"] = Value(batch.MeanOverAllTokens(entropies)) };
        if (batch.ReferenceLogProbs is { } reference)
        {
            // TRL's metric is the token mean of k3 (Schulman); the sequence form is what AGRO regularizes, estimated by k1.
            var difference = reference - logProbs;
            metrics["kl"] = Value(batch.MeanOverAllTokens(difference.expm1() - difference));
            metrics["kl/sequence"] = -Value(batch.SumOverTokens(difference).mean());
        }

        if (batch.BehaviorLogProbs is { } behavior)
        {
            var difference = (logProbs - behavior) * batch.Mask;
            metrics["sampling/sampling_logp_difference/mean"] = Value(batch.MeanOverAllTokens(difference.abs()));
            metrics["sampling/sampling_logp_difference/max"] = Value(difference.abs().max());
            var ratios = batch.SumOverTokens(difference).exp();
            metrics["sampling/importance_sampling_ratio/min"] = Value(ratios.min());
            metrics["sampling/importance_sampling_ratio/mean"] = Value(ratios.mean());
            metrics["sampling/importance_sampling_ratio/max"] = Value(ratios.max());
        }

        return metrics;
    }

    private static void AddRewards(Dictionary<string, double> metrics, IReadOnlyList<RolloutGroup> groups, List<Rollout> rollouts)
    {
        var names = rollouts.SelectMany(rollout => rollout.RewardParts.Keys).Distinct().Order(StringComparer.Ordinal).ToList();
        if (names.Count == 0) return;
        metrics["reward"] = rollouts.Average(rollout => rollout.Reward);
        metrics["reward_std"] = groups.Average(group => SampleDeviation([.. group.Rollouts.Select(rollout => rollout.Reward)]));
        metrics["frac_reward_zero_std"] =
            groups.Average(group => group.Rollouts.All(rollout => rollout.Reward == group.Rollouts[0].Reward) ? 1.0 : 0);
        foreach (var name in names)
        {
            var values = rollouts.Where(rollout => rollout.RewardParts.ContainsKey(name)).Select(rollout => rollout.RewardParts[name]).ToList();
            metrics[$"rewards/{name}/mean"] = values.Average();
            metrics[$"rewards/{name}/std"] = SampleDeviation(values);
        }
    }

    private static void AddLengths(Dictionary<string, double> metrics, List<Rollout> rollouts)
    {
        var lengths = rollouts.Select(rollout => (double)rollout.Completion.Tokens.Length).ToList();
        var terminated = rollouts.Where(rollout => rollout.Completion.FinishReason == FinishReason.Stop)
            .Select(rollout => (double)rollout.Completion.Tokens.Length).ToList();
        metrics["completions/mean_length"] = lengths.Average();
        metrics["completions/min_length"] = lengths.Min();
        metrics["completions/max_length"] = lengths.Max();
        metrics["completions/clipped_ratio"] =
            rollouts.Average(rollout => rollout.Completion.FinishReason == FinishReason.Length ? 1.0 : 0);
        if (terminated.Count == 0) return;
        metrics["completions/mean_terminated_length"] = terminated.Average();
        metrics["completions/min_terminated_length"] = terminated.Min();
        metrics["completions/max_terminated_length"] = terminated.Max();
    }

    private static double SampleDeviation(IReadOnlyList<double> values)
    {
        if (values.Count < 2) return 0;
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }

    private static double Value(Tensor scalar) => scalar.to_type(ScalarType.Float64).item<double>();
}
