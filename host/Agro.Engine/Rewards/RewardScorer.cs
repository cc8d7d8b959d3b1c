using System.Collections.Immutable;
using Agro.Engine.Rollouts;

namespace Agro.Engine.Rewards;

/// <summary>Scores completions with every reward function of the recipe, several at a time.</summary>
internal sealed class RewardScorer
{
    /// <summary>Scores groups of completions. A completion that a function with a weight other than 0 failed on is left out.</summary>
    /// <param name="functions">The reward functions.</param>
    /// <param name="weights">Their weights by name; a weight of 0 makes a function a metric.</param>
    /// <param name="groups">Prompts with their tokens and completions.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    public async Task<ScoredRollouts> ScoreAsync(
        IReadOnlyList<RewardFunction> functions,
        IReadOnlyDictionary<string, double> weights,
        IReadOnlyList<UnscoredGroup> groups,
        CancellationToken cancellationToken)
    {
        // Each function at its own pace: a slow one holds up nobody's calls but its own.
        var calls = functions.Select(function => new RewardCalls(function, groups)).ToList();
        await Task.WhenAll(calls.Select(function => function.MakeAsync(cancellationToken)));
        var faults = new SortedSet<string>(calls.SelectMany(function => function.Faults), StringComparer.Ordinal);
        var (scored, failed) = Assemble(calls, weights, groups);
        return new(scored, failed, [.. faults])
        {
            FailuresOf = calls.Where(function => function.Failures is not null).ToDictionary(function => function.Function.Name, function => function.Failures!),
            Counts = RewardCounts.Of(calls),
            WithoutReward = !functions.Any(IsWeighted) ? 0 : scored.Sum(group => group.Rollouts.Count(rollout =>
                !functions.Any(function => IsWeighted(function) && rollout.RewardParts.ContainsKey(function.Name)))),
        };

        bool IsWeighted(RewardFunction function) => weights[function.Name] != 0;
    }

    private static (List<RolloutGroup> Scored, int Failed) Assemble(
        IReadOnlyList<RewardCalls> calls, IReadOnlyDictionary<string, double> weights, IReadOnlyList<UnscoredGroup> groups)
    {
        var failed = 0;
        var scored = new List<RolloutGroup>();
        for (var g = 0; g < groups.Count; g++)
        {
            var rollouts = ImmutableArray.CreateBuilder<Rollout>();
            for (var c = 0; c < groups[g].Completions.Length; c++)
            {
                var parts = calls.Select(function => (function.Function.Name, Result: function.Results[g][c])).ToList();
                if (parts.Exists(part => part.Result is null && weights[part.Name] != 0))
                {
                    failed++;
                    continue;
                }

                // Summed in the recipe's order: a dictionary's order, and so the last bit of the sum, differs from process to process.
                var applicable = parts.Where(part => part.Result?.Value is not null).ToList();
                rollouts.Add(new Rollout
                {
                    Completion = groups[g].Completions[c],
                    Reward = applicable.Sum(part => weights[part.Name] * part.Result!.Value!.Value),
                    RewardParts = applicable.ToImmutableDictionary(part => part.Name, part => part.Result!.Value!.Value),
                    Extracted = parts.Select(part => part.Result?.Extracted).FirstOrDefault(text => text is not null),
                });
            }

            if (rollouts.Count > 0) scored.Add(new RolloutGroup(groups[g].Prompt, groups[g].Tokens, rollouts.ToImmutable()));
        }

        return (scored, failed);
    }
}
