using System.Collections.Concurrent;
using Agro.Engine.Comparison;
using Agro.Engine.Sweeps;

namespace Agro.Cli.Sweeps;

/// <summary>Does the runs of a sweep, several at the same time.</summary>
/// <param name="plan">The sweep.</param>
/// <param name="process">Runs one.</param>
/// <param name="progress">Tells how it gets on.</param>
/// <param name="stop">Asks all runs to stop.</param>
internal sealed class SweepExecution(SweepPlan plan, RunProcess process, SweepProgress progress, CancellationToken stop)
{
    private readonly ConcurrentDictionary<SweepRun, RunRecord> _records = [];
    private readonly ConcurrentDictionary<string, bool> _told = [];
    private readonly Lock _gate = new();
    private int _failures;

    /// <summary>How many runs have failed.</summary>
    public int Failures => _failures;

    /// <summary>Does what is left of some runs.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="changed">Called with what the finished ones measured, at the start and whenever one more is finished.</param>
    /// <returns>Those that are finished, with what they measured, in the order of the runs.</returns>
    public async Task<IReadOnlyList<(SweepRun Run, RunRecord Record)>> ExecuteAsync(
        IReadOnlyList<SweepRun> runs, Action<IReadOnlyDictionary<SweepRun, RunRecord>>? changed = null)
    {
        var left = new List<(SweepRun Run, SweepRunState State)>();
        foreach (var run in runs)
        {
            if (run.Look() is var state && state == SweepRunState.Finished) _records[run] = RunRecord.Read(run.Directory);
            else left.Add((run, state));
        }

        progress.Add(runs.Count, runs.Count - left.Count);
        Tell(changed);
        // Not Parallel.ForEachAsync's own token: it would not wait for the runs that are being stopped.
        await Parallel.ForEachAsync(left, new ParallelOptions { MaxDegreeOfParallelism = plan.Parallel }, async (item, _) =>
        {
            if (stop.IsCancellationRequested) return;
            await ExecuteAsync(item.Run, item.State);
            Tell(changed);
        });
        return [.. runs.Where(_records.ContainsKey).Select(run => (run, _records[run]))];
    }

    /// <summary>Says early what would be told of the last run too: that a metric was misspelled, or that this variant has none.</summary>
    private void WarnOfMissing(RunRecord record)
    {
        foreach (var metric in plan.Metrics.Append(plan.Tuning?.Metric).OfType<string>().Where(metric => record.Series(metric).Count == 0))
        {
            if (_told.TryAdd(metric, true)) progress.Say($"warning: {record.Missing(metric).Message}");
        }
    }

    private void Tell(Action<IReadOnlyDictionary<SweepRun, RunRecord>>? changed)
    {
        lock (_gate) changed?.Invoke(_records);
    }

    private async Task ExecuteAsync(SweepRun run, SweepRunState state)
    {
        run.Prepare(state);
        var exit = await process.ExecuteAsync(run, resume: state == SweepRunState.Resumable, stop);
        if (exit.Code == 0 && RunRecord.Read(run.Directory) is { Finished: true } record)
        {
            _records[run] = record;
            progress.Finished(run, record);
            WarnOfMissing(record);
            return;
        }

        if (stop.IsCancellationRequested && exit.Code is 0 or ErrorPrinter.Interrupted) return;
        Interlocked.Increment(ref _failures);
        progress.Failed(run, exit);
    }
}
