using System.Text.Json.Nodes;
using Agro.Engine.Recipes;
using Agro.Engine.Rewards;
using Agro.Engine.Rollouts;

namespace Agro.Engine.Swaps.Canaries;

/// <summary>
/// Scores the last step's completions with a new version of a reward function. What the old version gave them is known: it is not called
/// again, because that would change what it remembers.
/// </summary>
internal static class RewardTrial
{
    private const int MostCompletions = 512;

    /// <summary>Tries a new version.</summary>
    /// <param name="slot">Its place in the recipe.</param>
    /// <param name="function">The function as the new version has it.</param>
    /// <param name="last">What it is tried on.</param>
    /// <param name="limits">What the recipe allows.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="AgroException">It failed on a completion.</exception>
    public static CanaryReport Try(string slot, RewardFunction function, LastStep last, SwapSection limits, CancellationToken cancellationToken)
    {
        var groups = Some(last.Groups).ToList();
        var scored = new RewardScorer().ScoreAsync(
            [function], new Dictionary<string, double> { [function.Name] = 1 },
            [.. groups.Select(group => new UnscoredGroup(group.Prompt, group.PromptTokens, [.. group.Rollouts.Select(rollout => rollout.Completion)]))],
            cancellationToken).GetAwaiter().GetResult();
        if (scored.Failed > 0)
            throw new AgroException($"it failed on {scored.Failed} of {groups.Sum(group => group.Rollouts.Length)}: {scored.Faults[0]}");
        var pairs = groups.SelectMany(group => group.Rollouts).Zip(scored.Groups.SelectMany(group => group.Rollouts))
            .Select(pair => (Before: Part(pair.First), After: Part(pair.Second))).ToList();
        return Compare(slot, pairs, last.Weights.GetValueOrDefault(function.Name), limits);

        double? Part(Rollout rollout) => rollout.RewardParts.TryGetValue(function.Name, out var value) ? value : null;
    }

    /// <summary>Whole groups, because some functions compare the completions of one.</summary>
    private static IEnumerable<RolloutGroup> Some(IReadOnlyList<RolloutGroup> groups)
    {
        var taken = 0;
        return groups.TakeWhile(group => (taken += group.Rollouts.Length) <= Math.Max(MostCompletions, group.Rollouts.Length));
    }

    private static CanaryReport Compare(string slot, List<(double? Before, double? After)> pairs, double weight, SwapSection limits)
    {
        // What does not apply adds nothing to the reward.
        var changes = pairs.Select(pair => (pair.After ?? 0) - (pair.Before ?? 0)).ToList();
        var (before, after) = (Mean(pairs.Select(pair => pair.Before)), Mean(pairs.Select(pair => pair.After)));
        var (largest, changed) = (changes.DefaultIfEmpty().Max(Math.Abs), changes.Count(change => change != 0));
        var shift = changes.DefaultIfEmpty().Average();
        var applicability = pairs.Count(pair => pair.Before is null != pair.After is null);
        var text = FormattableString.Invariant(
            $"{slot}: {pairs.Count} completions, mean {Shown(before)} -> {Shown(after)}, {changed} changed, by {largest:0.####} at most")
            + (applicability > 0 ? $", {applicability} of them in whether it applies" : "");
        return new(slot, text, new JsonObject
        {
            ["completions"] = pairs.Count,
            ["mean_before"] = before,
            ["mean_after"] = after,
            ["changed"] = changed,
            ["largest_change"] = largest,
        }, [
            .. CanaryReport.Exceeds("the mean reward", Math.Abs(weight * shift), limits.MaxRewardShift, "max_reward_shift"),
            .. CanaryReport.Exceeds("the reward of a completion", Math.Abs(weight) * largest, limits.MaxRewardChange, "max_reward_change"),
        ]);
    }

    private static double? Mean(IEnumerable<double?> values) => values.Where(value => value is not null).Average();

    private static string Shown(double? mean) => mean is { } value ? FormattableString.Invariant($"{value:0.####}") : "none";
}
