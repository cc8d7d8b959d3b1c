using System.Collections.Immutable;
using Agro.Engine;

namespace Agro.Cli.Terminal;

/// <summary>
/// All that the live view shows, as one immutable value: the run's thread exchanges it, the painter reads whichever it finds. Times are
/// since the view was made.
/// </summary>
internal sealed record RunView
{
    private const int NotesKept = 12, StepsOfPace = 20;

    /// <summary>What the run is; null before it started.</summary>
    public RunStart? Start { get; init; }

    /// <summary>What is being done.</summary>
    public string Phase { get; init; } = "starting";

    /// <summary>Since when.</summary>
    public TimeSpan PhaseSince { get; init; }

    /// <summary>The latest step.</summary>
    public StepReport? Step { get; init; }

    /// <summary>When the latest steps were done, oldest first.</summary>
    public ImmutableList<TimeSpan> StepTimes { get; init; } = [];

    /// <summary>The reward over the steps.</summary>
    public RewardCurve Rewards { get; init; } = new();

    /// <summary>The first evaluation of this process.</summary>
    public IReadOnlyDictionary<string, double>? FirstEvaluation { get; init; }

    /// <summary>The latest evaluation.</summary>
    public EvaluationReport? Evaluation { get; init; }

    /// <summary>The latest notes and warnings, oldest first.</summary>
    public ImmutableList<(string Text, bool IsWarning)> Notes { get; init; } = [];

    /// <summary>Warnings in all.</summary>
    public int Warnings { get; init; }

    /// <summary>How the run ended; null while it goes on.</summary>
    public RunSummary? Summary { get; init; }

    /// <summary>Steps a minute over the latest steps; null before there are two.</summary>
    public double? StepsPerMinute => StepTimes.Count > 1 && StepTimes[^1] > StepTimes[0]
        ? (StepTimes.Count - 1) / (StepTimes[^1] - StepTimes[0]).TotalMinutes
        : null;

    /// <summary>The view after a step.</summary>
    /// <param name="report">The step.</param>
    /// <param name="now">When it was done.</param>
    /// <returns>The new view.</returns>
    public RunView With(StepReport report, TimeSpan now)
    {
        var times = StepTimes.Add(now);
        return this with
        {
            // The last sample stays when a step brings none.
            Step = report.Sample is null ? report with { Sample = Step?.Sample } : report,
            StepTimes = times.Count > StepsOfPace ? times.RemoveAt(0) : times,
            Rewards = report.Metrics.TryGetValue("reward", out var reward) ? Rewards.With(reward) : Rewards,
        };
    }

    /// <summary>The view after an evaluation.</summary>
    /// <param name="report">What it found.</param>
    /// <returns>The new view.</returns>
    public RunView With(EvaluationReport report) => this with { Evaluation = report, FirstEvaluation = FirstEvaluation ?? report.Metrics };

    /// <summary>The view after a new version of a plugin or script; from the next step on the rewards are of other code.</summary>
    /// <param name="report">What became of it.</param>
    /// <returns>The new view.</returns>
    public RunView With(SwapReport report)
    {
        var noted = SwapText.Of(report).Split('\n').Aggregate(this, (view, line) => view.WithNote(line, SwapText.IsWarning(report)));
        noted = noted with { Warnings = Warnings + (SwapText.IsWarning(report) ? 1 : 0) };
        return report.Outcome is SwapOutcome.Swapped or SwapOutcome.TakenBack ? noted with { Rewards = Rewards.Marked() } : noted;
    }

    /// <summary>The view with a further note or warning.</summary>
    /// <param name="text">The note.</param>
    /// <param name="isWarning">Whether it is a warning.</param>
    /// <returns>The new view.</returns>
    public RunView WithNote(string text, bool isWarning)
    {
        var notes = Notes.Add((text, isWarning));
        return this with { Notes = notes.Count > NotesKept ? notes.RemoveAt(0) : notes, Warnings = Warnings + (isWarning ? 1 : 0) };
    }
}
