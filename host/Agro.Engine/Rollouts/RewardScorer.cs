using System.Collections.Immutable;

namespace Agro.Engine.Rollouts;

/// <summary>A reward function of a recipe: one of the two kinds.</summary>
/// <param name="Name">Its name in metrics.</param>
/// <param name="Each">Scores one completion; null for a function that scores groups.</param>
/// <param name="Group">Scores a group; null for a function that scores completions.</param>
/// <param name="Fault">Turns what the function threw into text for a person, without keeping the exception.</param>
internal sealed record RewardFunction(
    string Name, IRewardFunction? Each, IGroupRewardFunction? Group, Func<Exception, string> Fault);

/// <summary>Completions with their rewards, and what went wrong.</summary>
/// <param name="Groups">The groups; completions that a function failed on are left out, and so are groups without any.</param>
/// <param name="Failed">How many completions were left out.</param>
/// <param name="Faults">What went wrong, each distinct text once.</param>
internal sealed record ScoredRollouts(IReadOnlyList<RolloutGroup> Groups, int Failed, IReadOnlyList<string> Faults)
{
    /// <summary>One of the faults of each function that failed, by its name.</summary>
    public required IReadOnlyDictionary<string, string> FaultsOf { get; init; }

    /// <summary>The groups, unless too many completions were left out.</summary>
    /// <param name="step">The step, for the message.</param>
    /// <param name="maxFailedShare">The largest share that may be.</param>
    /// <exception cref="AgroException">More were left out.</exception>
    public IReadOnlyList<RolloutGroup> Checked(long step, double maxFailedShare)
    {
        var total = Failed + Groups.Sum(group => group.Rollouts.Length);
        return (double)Failed / total <= maxFailedShare ? Groups : throw new AgroException(FormattableString.Invariant(
            $"step {step}: {Failed} of {total} completions could not be scored, more than rollouts.max_failed_share ({maxFailedShare}): {Faults[0]}"));
    }
}

/// <summary>Scores completions with every reward function of the recipe, several at a time.</summary>
/// <param name="concurrency">How many calls may be under way together.</param>
internal sealed class RewardScorer(int concurrency = 16)
{
    /// <summary>Scores groups of completions.</summary>
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
        var faults = new SortedSet<string>(StringComparer.Ordinal);
        var faultsOf = new Dictionary<string, string>();
        var results = groups.Select(group => functions.Select(_ => new RewardResult?[group.Completions.Length]).ToArray()).ToArray();
        await Parallel.ForEachAsync(
            Calls(functions, groups),
            new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken },
            async (call, token) =>
            {
                var function = functions[call.Function];
                var (prompt, _, completions) = groups[call.Group];
                var target = results[call.Group][call.Function];
                try
                {
                    if (call.Completion is { } index)
                    {
                        target[index] = Checked(await function.Each!.ScoreAsync(prompt, completions[index], token));
                    }
                    else
                    {
                        var values = await function.Group!.ScoreGroupAsync(prompt, completions, token);
                        if (values.Count != completions.Length) throw new InvalidOperationException($"{values.Count} results for {completions.Length} completions");
                        for (var i = 0; i < values.Count; i++) target[i] = Checked(values[i]);
                    }
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
                {
                    var text = $"reward '{function.Name}': {function.Fault(exception)}";
                    lock (faults)
                    {
                        faults.Add(text);
                        faultsOf.TryAdd(function.Name, text);
                    }
                }
            });
        var (scored, failed) = Assemble(functions, weights, groups, results);
        return new(scored, failed, [.. faults]) { FaultsOf = faultsOf };
    }

    private static IEnumerable<(int Group, int Function, int? Completion)> Calls(
        IReadOnlyList<RewardFunction> functions,
        IReadOnlyList<UnscoredGroup> groups)
    {
        for (var group = 0; group < groups.Count; group++)
        {
            for (var function = 0; function < functions.Count; function++)
            {
                if (functions[function].Each is null) yield return (group, function, null);
                else for (var i = 0; i < groups[group].Completions.Length; i++) yield return (group, function, i);
            }
        }
    }

    private static RewardResult Checked(RewardResult result) =>
        result.Value is not { } value || double.IsFinite(value) ? result : throw new NotFiniteNumberException($"returned {value}", value);

    private static (List<RolloutGroup> Scored, int Failed) Assemble(
        IReadOnlyList<RewardFunction> functions,
        IReadOnlyDictionary<string, double> weights,
        IReadOnlyList<UnscoredGroup> groups,
        RewardResult?[][][] results)
    {
        var failed = 0;
        var scored = new List<RolloutGroup>();
        for (var g = 0; g < groups.Count; g++)
        {
            var rollouts = ImmutableArray.CreateBuilder<Rollout>();
            for (var c = 0; c < groups[g].Completions.Length; c++)
            {
                var parts = functions.Select((function, f) => (function.Name, Result: results[g][f][c])).ToList();
                if (parts.Exists(part => part.Result is null))
                {
                    failed++;
                    continue;
                }

                // Summed in the recipe's order: a dictionary's order, and so the last bit of the sum, differs from process to process.
                var applicable = parts.Where(part => part.Result!.Value is not null).ToList();
                rollouts.Add(new Rollout
                {
                    Completion = groups[g].Completions[c],
                    Reward = applicable.Sum(part => weights[part.Name] * part.Result!.Value!.Value),
                    RewardParts = applicable.ToImmutableDictionary(part => part.Name, part => part.Result!.Value!.Value),
                    Extracted = parts.Select(part => part.Result!.Extracted).FirstOrDefault(text => text is not null),
                });
            }

            if (rollouts.Count > 0) scored.Add(new RolloutGroup(groups[g].Prompt, groups[g].Tokens, rollouts.ToImmutable()));
        }

        return (scored, failed);
    }
}
