using System.Collections.Immutable;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Engine.Training;

/// <summary>Turns the groups of a step into the padded tensors that an algorithm sees.</summary>
/// <param name="groups">The groups.</param>
/// <param name="maskTruncated">Whether completions that were cut off at the token limit are masked out whole.</param>
internal sealed class BatchBuilder(IReadOnlyList<RolloutGroup> groups, bool maskTruncated = false)
{
    private readonly List<Rollout> _rollouts = [.. groups.SelectMany(group => group.Rollouts)];

    /// <summary>The completions of all groups with their prompts, group after group.</summary>
    public IReadOnlyList<TokenSequence> Sequences { get; } =
        [.. groups.SelectMany(group => group.Rollouts.Select(rollout => new TokenSequence(group.PromptTokens, rollout.Completion.Tokens)))];

    /// <summary>Builds a batch of what the policy gives.</summary>
    /// <param name="outputs">Leaves of <c>[B, T]</c>, in the order of <see cref="Sequences"/>; their type and device are everything's.</param>
    /// <param name="needs">What the algorithm asked for.</param>
    /// <param name="update">Which update it is for.</param>
    public PolicyBatch Build(CompletionLogProbs outputs, AlgorithmNeeds needs, BatchUpdate update)
    {
        var logProbs = outputs.LogProbs;
        var behaviorKnown = _rollouts.TrueForAll(rollout => IsWhole(rollout, rollout.Completion.LogProbs));
        var groupOf = groups.SelectMany((group, index) => Enumerable.Repeat((long)index, group.Rollouts.Length)).ToArray();
        return new PolicyBatch
        {
            LogProbs = logProbs,
            Mask = Padded(logProbs, rollout => Enumerable.Repeat(IsMasked(rollout) ? 0f : 1f, rollout.Completion.Tokens.Length)),
            Rewards = PerCompletion(logProbs, rollout => rollout.Reward),
            Group = DeviceTransfer.ToDevice(groupOf, logProbs.device),
            GroupCount = groups.Count,
            BehaviorLogProbs = behaviorKnown ? Padded(logProbs, rollout => rollout.Completion.LogProbs) : null,
            ReferenceLogProbs = needs.HasFlag(AlgorithmNeeds.Reference) ? Padded(logProbs, rollout => rollout.ReferenceLogProbs) : null,
            Entropies = needs.HasFlag(AlgorithmNeeds.Entropy) ? outputs.Entropies : null,
            Values = needs.HasFlag(AlgorithmNeeds.Values) ? outputs.Values : null,
            OldLogProbs = update.Before?.LogProbs.detach(),
            OldValues = needs.HasFlag(AlgorithmNeeds.Values) ? (update.Before ?? outputs).Values?.detach() : null,
            PolicyVersion = DeviceTransfer.ToDevice([.. _rollouts.Select(rollout => rollout.Completion.PolicyVersion)], logProbs.device),
            Step = update.Step,
            Iteration = update.Iteration,
        };
    }

    /// <summary>
    /// A batch of the completions alone, with whatever is known of the policies they are compared with: rows whose behavior policy is
    /// unknown hold the policy's own log-probabilities there.
    /// </summary>
    /// <param name="outputs">What the policy gives, <c>[B, T]</c>, detached.</param>
    /// <returns>The batch, and 1 for each completion whose behavior policy is known, <c>[B]</c>.</returns>
    public (PolicyBatch Batch, Tensor Known) Compare(CompletionLogProbs outputs)
    {
        var batch = Build(outputs, AlgorithmNeeds.None, new(0, 0, null));
        var known = PerCompletion(outputs.LogProbs, rollout => IsWhole(rollout, rollout.Completion.LogProbs) ? 1 : 0);
        var behavior = Padded(outputs.LogProbs, rollout => rollout.Completion.LogProbs);
        var reference = _rollouts.TrueForAll(rollout => IsWhole(rollout, rollout.ReferenceLogProbs))
            ? Padded(outputs.LogProbs, rollout => rollout.ReferenceLogProbs)
            : null;
        return (batch with
        {
            BehaviorLogProbs = where(known.unsqueeze(1).eq(ones_like(known).unsqueeze(1)), behavior, outputs.LogProbs),
            ReferenceLogProbs = reference,
        }, known);
    }

    private static bool IsWhole(Rollout rollout, ImmutableArray<float> values) => values.Length == rollout.Completion.Tokens.Length;

    private bool IsMasked(Rollout rollout) => maskTruncated && rollout.Completion.FinishReason == FinishReason.Length;

    private Tensor PerCompletion(Tensor like, Func<Rollout, double> value) =>
        DeviceTransfer.ToDevice([.. _rollouts.Select(value)], like.device).to_type(like.dtype);

    private Tensor Padded(Tensor like, Func<Rollout, IEnumerable<float>> values)
    {
        var width = (int)like.size(1);
        var buffer = new double[_rollouts.Count * width];
        for (var row = 0; row < _rollouts.Count; row++)
        {
            var at = row * width;
            foreach (var value in values(_rollouts[row])) buffer[at++] = value;
        }

        return DeviceTransfer.ToDevice(buffer, like.device, _rollouts.Count, width).to_type(like.dtype);
    }
}

/// <summary>Which update a batch is for.</summary>
/// <param name="Step">The optimizer step, counted from 0.</param>
/// <param name="Iteration">The update on the same rollouts, counted from 0.</param>
/// <param name="Before">What the policy gave before the first of them; null in the first itself.</param>
internal sealed record BatchUpdate(long Step, int Iteration, CompletionLogProbs? Before);
