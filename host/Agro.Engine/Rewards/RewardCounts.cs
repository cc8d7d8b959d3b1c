using Agro.Engine.Rewards.Isolation;

namespace Agro.Engine.Rewards;

/// <summary>
/// The metrics of the calls of a batch: <c>rewards/NAME/failed</c> completions without a result, <c>timed_out</c> those of them that a
/// time limit ended, <c>not_applicable</c> completions that it does not apply to, <c>left_behind</c> calls that still run though nobody
/// waits for them, <c>processes_lost</c> child processes that died or had to be ended. Of all but the first, only what is not 0.
/// </summary>
internal static class RewardCounts
{
    private const string LeftBehind = "left_behind";

    /// <summary>Adds the counts of a batch to those of the batches before it. What is still running is no sum.</summary>
    /// <param name="counts">The counts.</param>
    /// <param name="metrics">Takes them.</param>
    public static void Add(IReadOnlyDictionary<string, double> counts, Dictionary<string, double> metrics)
    {
        foreach (var (name, count) in counts)
            metrics[name] = count + (name.EndsWith(LeftBehind, StringComparison.Ordinal) ? 0 : metrics.GetValueOrDefault(name));
    }

    /// <summary>Counts.</summary>
    /// <param name="calls">The calls of each function.</param>
    public static IReadOnlyDictionary<string, double> Of(IEnumerable<RewardCalls> calls)
    {
        var counts = new Dictionary<string, double>();
        foreach (var (function, results, failures) in calls.Select(one => (one.Function, one.Results, one.Failures)))
        {
            counts[$"rewards/{function.Name}/failed"] = failures?.Completions ?? 0;
            Add("timed_out", failures?.Late ?? 0);
            Add("not_applicable", results.Sum(group => group.Count(result => result is { Value: null })));
            Add(LeftBehind, LateCalls.LeftBehind(function.Component));
            Add("processes_lost", function.Component is IsolatedReward isolated ? isolated.Pool.TakeDeaths() : 0);

            void Add(string name, int count)
            {
                if (count > 0) counts[$"rewards/{function.Name}/{name}"] = count;
            }
        }

        return counts;
    }
}
