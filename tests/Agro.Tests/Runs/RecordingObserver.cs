using Agro.Engine;

namespace Agro.Tests.Runs;

/// <summary>Keeps what a run tells, and can ask it to stop after a step.</summary>
internal sealed class RecordingObserver : IRunObserver
{
    public CancellationTokenSource Stop { get; } = new();

    public long? StopAfter { get; init; }

    public List<StepReport> Steps { get; } = [];

    public List<string> Notes { get; } = [];

    public List<string> Warnings { get; } = [];

    public List<SwapReport> Swaps { get; } = [];

    public List<EvaluationReport> Evaluations { get; } = [];

    public Action<StepReport> OnStep { get; init; } = _ => { };

    public void Started(RunStart start)
    {
    }

    public void Phase(string phase)
    {
    }

    public void Stepped(StepReport report)
    {
        Steps.Add(report);
        OnStep(report);
        if (report.Step == StopAfter) Stop.Cancel();
    }

    public void Evaluated(EvaluationReport report) => Evaluations.Add(report);

    public void Note(string text) => Notes.Add(text);

    public void Warn(string text) => Warnings.Add(text);

    public void Swapped(SwapReport report)
    {
        lock (Swaps) Swaps.Add(report);
    }

    public void Ended(RunSummary summary)
    {
    }
}
