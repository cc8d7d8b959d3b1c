using Agro.Engine.Rewards.Isolation;
using Agro.Engine.Rollouts;

namespace Agro.Engine.Rewards;

/// <summary>The calls of one reward function for a batch, and what they gave.</summary>
/// <param name="function">The function.</param>
/// <param name="groups">The batch.</param>
internal sealed class RewardCalls(RewardFunction function, IReadOnlyList<UnscoredGroup> groups)
{
    private readonly SortedSet<string> _faults = new(StringComparer.Ordinal);

    /// <summary>The function.</summary>
    public RewardFunction Function => function;

    /// <summary>A result by group and completion; null where there is none.</summary>
    public RewardResult?[][] Results { get; } = [.. groups.Select(group => new RewardResult?[group.Completions.Length])];

    /// <summary>What went wrong; null for nothing.</summary>
    public RewardFailures? Failures { get; private set; }

    /// <summary>What went wrong, each distinct text once.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>Makes them, as many at a time as the function allows; they begin in the order of the batch.</summary>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    public Task MakeAsync(CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Calls(),
        new ParallelOptions { MaxDegreeOfParallelism = function.Concurrency, CancellationToken = cancellationToken },
        async (call, token) =>
        {
            try
            {
                await MakeAsync(call.Group, call.Completion, token);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Failed(exception, call.Completion is null ? groups[call.Group].Completions.Length : 1);
            }
        });

    private IEnumerable<(int Group, int? Completion)> Calls()
    {
        for (var group = 0; group < groups.Count; group++)
        {
            if (function.Each is null) yield return (group, null);
            else for (var i = 0; i < groups[group].Completions.Length; i++) yield return (group, i);
        }
    }

    private async ValueTask MakeAsync(int group, int? completion, CancellationToken cancellationToken)
    {
        var (prompt, _, completions) = groups[group];
        var target = Results[group];
        if (completion is { } index)
        {
            target[index] = Checked(await InTime(token => function.Each!.ScoreAsync(prompt, completions[index], token), cancellationToken));
            return;
        }

        var values = await InTime(token => function.Group!.ScoreGroupAsync(prompt, completions, token), cancellationToken);
        if (values.Count != completions.Length) throw new InvalidOperationException($"{values.Count} results for {completions.Length} completions");
        var results = values.Select(Checked).ToList();
        for (var i = 0; i < results.Count; i++) target[i] = results[i];
    }

    private ValueTask<T> InTime<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken) =>
        function.TimeLimit is { } limit ? new(LateCalls.CallAsync(function.Component, limit, call, cancellationToken)) : call(cancellationToken);

    private void Failed(Exception exception, int completions)
    {
        var text = $"reward '{function.Name}': {function.Fault(exception)}";
        var late = exception is LateCallException or RewardProcessException { IsLate: true } ? completions : 0;
        var failures = new RewardFailures(completions, late, text);
        lock (_faults)
        {
            _faults.Add(text);
            Failures = Failures?.And(failures) ?? failures;
        }
    }

    private static RewardResult Checked(RewardResult result) =>
        result.Value is not { } value || double.IsFinite(value) ? result : throw new NotFiniteNumberException($"returned {value}", value);
}
