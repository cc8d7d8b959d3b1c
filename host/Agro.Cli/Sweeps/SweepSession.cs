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
    private readonly SweepReport _report = new(plan);

    /// <summary>Does what is left of the sweep.</summary>
    /// <returns>The exit code: 1 when a run failed, 130 when it was interrupted.</returns>
    /// <exception cref="InputException">A metric that was asked for is measured by no run, or a file cannot be written.</exception>
    public async Task<int> RunAsync()
    {
        using var folder = SweepFolder.Open(plan.Directory);
        await using var note = stop.Register(() => _progress.Say("stopping the runs after their steps; the same command goes on with them"));
        var execution = new SweepExecution(plan, new RunProcess(plan.Threads, arguments), _progress, stop);
        var runs = plan.Tuning is null ? plan.Runs : await ChooseAsync(execution, plan.Tuning);
        if (stop.IsCancellationRequested) return Interrupted();
        _progress.Say($"{plan.Name}: {runs.Count} runs, {At()}");
        var done = await execution.ExecuteAsync(runs, records => _report.SaveRuns(runs, records));
        if (stop.IsCancellationRequested) return Interrupted();
        output.Write(_report.SaveTable(done));
        if (execution.Failures == 0) return 0;
        _progress.Say(execution.Failures == 1
            ? "1 run failed; the same command tries it again"
            : $"{execution.Failures} runs failed; the same command tries them again");
        return 1;
    }

    private async Task<IReadOnlyList<SweepRun>> ChooseAsync(SweepExecution execution, SweepTuning tuning)
    {
        _progress.Say($"{plan.Name}: {tuning.Runs.Length} runs to choose, {At()}");
        var tried = await execution.ExecuteAsync(tuning.Runs);
        if (stop.IsCancellationRequested) return [];
        _report.Chosen = SweepSelection.Choose(tuning, tried);
        foreach (var selected in _report.Chosen) _progress.Say(selected.Describe(tuning.Metric));
        return [.. plan.Runs.Where(run => _report.Chosen.Any(selected => selected.Point == run.Point))];
    }

    private string At() => $"{(plan.Parallel == 1 ? "one" : FormattableString.Invariant($"{plan.Parallel}"))} at a time, in {plan.Directory}";

    private int Interrupted()
    {
        _progress.Say("interrupted: the same command does what is left");
        return ErrorPrinter.Interrupted;
    }
}
