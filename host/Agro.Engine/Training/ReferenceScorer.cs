using System.Collections.Immutable;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Engine.Training;

/// <summary>
/// Computes the reference policy's log-probabilities of completions that do not have them yet. They are computed once and kept with
/// the completion.
/// </summary>
/// <param name="reference">The frozen reference policy, or the policy in training whose adapters tell them apart.</param>
/// <param name="temperature">The temperature of the log-probabilities.</param>
/// <param name="tokens">The budget of a micro-batch, padding included.</param>
internal sealed class ReferenceScorer(CausalModel reference, double temperature, int tokens)
{
    /// <summary>Fills in what is missing.</summary>
    /// <param name="groups">The groups.</param>
    /// <returns>The groups, every rollout with its reference log-probabilities.</returns>
    public IReadOnlyList<RolloutGroup> Score(IReadOnlyList<RolloutGroup> groups)
    {
        var missing = groups.SelectMany(group => group.Rollouts.Where(IsMissing).Select(rollout =>
            new TokenSequence(group.PromptTokens, rollout.Completion.Tokens))).ToList();
        if (missing.Count == 0) return groups;

        var scored = new Queue<ImmutableArray<float>>(LogProbs(missing));
        return [.. groups.Select(group => group with
        {
            Rollouts = [.. group.Rollouts.Select(rollout => IsMissing(rollout) ? rollout with { ReferenceLogProbs = scored.Dequeue() } : rollout)],
        })];
    }

    private static bool IsMissing(Rollout rollout) => rollout.ReferenceLogProbs.Length != rollout.Completion.Tokens.Length;

    private IEnumerable<ImmutableArray<float>> LogProbs(List<TokenSequence> sequences)
    {
        using var scope = NewDisposeScope();
        using var asReference = reference.Adapters?.AsReference();
        var plan = MicroBatchPlan.ByTokens(sequences, tokens);
        var logProbs = new PolicyGradientPass(reference, temperature).WithoutGradient(sequences, plan).LogProbs;
        var flat = new float[logProbs.NumberOfElements];
        DeviceTransfer.ToHost(logProbs, flat);
        var width = (int)logProbs.size(1);
        return [.. sequences.Select((sequence, row) => ImmutableArray.Create(flat, row * width, sequence.Completion.Length))];
    }
}
