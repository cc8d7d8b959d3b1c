using System.Collections.Immutable;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Engine.Training;

/// <summary>Turns the groups of a step into the padded tensors that an algorithm sees.</summary>
internal static class BatchBuilder
{
    /// <summary>The completions of all groups with their prompts, group after group.</summary>
    /// <param name="groups">The groups.</param>
    public static IReadOnlyList<TokenSequence> Sequences(IReadOnlyList<RolloutGroup> groups) =>
        [.. groups.SelectMany(group => group.Rollouts.Select(rollout => new TokenSequence(group.PromptTokens, rollout.Completion.Tokens)))];

    /// <summary>Builds everything but the log-probabilities being trained.</summary>
    /// <param name="groups">The groups, in the order of <see cref="Sequences"/>.</param>
    /// <param name="logProbs">The leaf of log-probabilities, <c>[B, T]</c>; its type and device are everything's.</param>
    /// <param name="entropies">The leaf of entropies, <c>[B, T]</c>.</param>
    /// <param name="needs">What the algorithm asked for.</param>
    /// <param name="step">The step, counted from 0.</param>
    public static PolicyBatch Build(
        IReadOnlyList<RolloutGroup> groups, Tensor logProbs, Tensor entropies, AlgorithmNeeds needs, long step)
    {
        var rollouts = groups.SelectMany(group => group.Rollouts).ToList();
        var behaviorKnown = rollouts.TrueForAll(rollout => rollout.Completion.LogProbs.Length == rollout.Completion.Tokens.Length);
        var groupOf = groups.SelectMany((group, index) => Enumerable.Repeat((long)index, group.Rollouts.Length)).ToArray();
        return new PolicyBatch
        {
            LogProbs = logProbs,
            Mask = Padded(rollouts, logProbs, rollout => [.. Enumerable.Repeat(1f, rollout.Completion.Tokens.Length)]),
            Rewards = tensor(rollouts.Select(rollout => rollout.Reward).ToArray(), logProbs.dtype, logProbs.device),
            Group = tensor(groupOf, device: logProbs.device),
            GroupCount = groups.Count,
            BehaviorLogProbs = behaviorKnown ? Padded(rollouts, logProbs, rollout => rollout.Completion.LogProbs) : null,
            ReferenceLogProbs = needs.HasFlag(AlgorithmNeeds.Reference)
                ? Padded(rollouts, logProbs, rollout => rollout.ReferenceLogProbs)
                : null,
            Entropies = needs.HasFlag(AlgorithmNeeds.Entropy) ? entropies : null,
            PolicyVersion = tensor(rollouts.Select(rollout => rollout.Completion.PolicyVersion).ToArray(), device: logProbs.device),
            Step = step,
        };
    }

    private static Tensor Padded(List<Rollout> rollouts, Tensor like, Func<Rollout, ImmutableArray<float>> values)
    {
        var width = (int)like.size(1);
        var buffer = new float[rollouts.Count * width];
        for (var row = 0; row < rollouts.Count; row++) values(rollouts[row]).AsSpan().CopyTo(buffer.AsSpan(row * width));
        return tensor(buffer, [rollouts.Count, width]).to(like.dtype).to(like.device);
    }
}
