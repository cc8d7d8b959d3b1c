using Agro.Models.Transformer;
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

    /// <summary>Metrics of the policy against the policies that are known, before the update.</summary>
    /// <param name="batches">The completions.</param>
    /// <param name="outputs">What the policy gave before the update, <c>[B, T]</c>, detached.</param>
    /// <param name="beta">The KL coefficient of the regularized reward.</param>
    public static Dictionary<string, double> OfPolicy(BatchBuilder batches, CompletionLogProbs outputs, double beta)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var (batch, known) = batches.Compare(outputs);
        var metrics = new Dictionary<string, Tensor> { ["entropy"] = batch.MeanOverAllTokens(outputs.Entropies!) };
        if (batch.ReferenceLogProbs is { } reference) AddReference(metrics, batch, (outputs.LogProbs - reference) * batch.Mask, beta);
        if (DeviceTransfer.Number(known.sum()) > 0) AddBehavior(metrics, batch, known);
        // All of them in one transfer.
        var values = DeviceTransfer.ToHost(stack(metrics.Values.Select(value => value.to_type(ScalarType.Float64))));
        return metrics.Keys.Zip(values).ToDictionary();
    }

    // TRL's `kl` is the token mean of k3 (Schulman 2020). The sequence form is what AGRO regularizes, estimated by k1; half the group
    // variance of the regularized reward is AGRO's own loss (arXiv 2503.19612), which tells for any algorithm how far the policy is
    // from the optimum of the KL-regularized objective.
    private static void AddReference(Dictionary<string, Tensor> metrics, PolicyBatch batch, Tensor logRatio, double beta)
    {
        metrics["kl/k1"] = batch.MeanOverAllTokens(logRatio);
        metrics["kl/k2"] = batch.MeanOverAllTokens(logRatio * logRatio).to_type(ScalarType.Float64) / Constant.Of(2);
        metrics["kl"] = metrics["kl/k3"] = batch.MeanOverAllTokens((-logRatio).expm1() + logRatio);
        metrics["kl/sequence"] = logRatio.sum(1).mean();
        var deviations = batch.GroupStandardDeviation(batch.Rewards - (Constant.Of(beta) * logRatio.sum(1)));
        var variances = batch.GroupSum(deviations * deviations) / batch.GroupCounts();
        metrics["regularized_reward/group_variance"] = variances.mean();
    }

    private static void AddBehavior(Dictionary<string, Tensor> metrics, PolicyBatch batch, Tensor known)
    {
        var difference = (batch.LogProbs - batch.BehaviorLogProbs!) * batch.Mask;
        var tokens = (batch.Mask * known.unsqueeze(1)).sum();
        metrics["sampling/sampling_logp_difference/mean"] = difference.abs().sum() / maximum(tokens, ones_like(tokens));
        metrics["sampling/sampling_logp_difference/max"] = difference.abs().max();
        var ratios = difference.sum(1).exp().masked_select(known.to_type(ScalarType.Bool));
        metrics["sampling/importance_sampling_ratio/min"] = ratios.min();
        metrics["sampling/importance_sampling_ratio/mean"] = ratios.mean();
        metrics["sampling/importance_sampling_ratio/max"] = ratios.max();
        // Kish's effective sample size of the sequence weights, as a share of the completions. Scaled first: squares overflow early.
        var weights = (ratios / ratios.max()).to_type(ScalarType.Float64);
        metrics["sampling/effective_sample_size"] = weights.mean().square() / weights.square().mean();
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
}
