using Agro.Engine.Comparison;
using Agro.Engine.Sweeps;

namespace Agro.Cli.Sweeps;

/// <summary>Does a sweep: the runs that choose, the runs that count, the table.</summary>
/// <param name="plan">The sweep.</param>
/// <param name="arguments">What the command line of every run has too.</param>
/// <param name="output">Where lines go.</param>
/// <param name="stop">Asks all runs to stop.</param>
internal sealed class SweepSession(SweepPlan plan, IReadOnlyList<string> arguments, TextWriter output, CancellationToken stop)
{
    private readonly SweepProgress _progress = new(output, plan.Metrics.FirstOrDefault());

    /// <summary>Does what is left of the sweep.</summary>
    /// <returns>The exit code: 1 when a run failed, 130 when it was interrupted.</returns>
    public async Task<int> RunAsync()
    {
        using var folder = SweepFolder.Open(plan.Directory);
        await using var note = stop.Register(() => _progress.Say("stopping the runs after their steps; the same command goes on with them"));
        var execution = new SweepExecution(plan, new RunProcess(plan.Threads, arguments), _progress, stop);
        var runs = (IReadOnlyList<SweepRun>)plan.Runs;
        if (plan.Tuning is { } tuning)
        {
            _progress.Say($"{plan.Name}: {tuning.Runs.Length} runs to choose, {At()}");
            var tried = await execution.ExecuteAsync(tuning.Runs);
            if (stop.IsCancellationRequested) return Interrupted();
            var chosen = SweepSelection.Choose(tuning, tried);
            foreach (var choice in chosen) _progress.Say(choice.Describe(tuning.Metric));
            runs = [.. plan.Runs.Where(run => chosen.Any(choice => choice.Point == run.Point))];
        }

        _progress.Say($"{plan.Name}: {runs.Count} runs, {At()}");
        var done = await execution.ExecuteAsync(runs);
        foreach (var (run, record) in done) output.WriteLine($"{run.Name}  {string.Join("  ", plan.Metrics.Select(m => $"{m} {record.Value(m, MetricAt.Tail)}"))}");
        if (stop.IsCancellationRequested) return Interrupted();
        if (execution.Failures == 0) return 0;
        _progress.Say($"{execution.Failures} runs failed; the same command tries them again");
        return 1;
    }

    private string At() => $"{(plan.Parallel == 1 ? "one" : FormattableString.Invariant($"{plan.Parallel}"))} at a time, in {plan.Directory}";

    private int Interrupted()
    {
        _progress.Say("interrupted: the same command does what is left");
        return ErrorPrinter.Interrupted;
    }
}
