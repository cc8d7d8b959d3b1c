namespace Agro.Engine.Benchmarks;

/// <summary>All samples of some work.</summary>
/// <param name="Runs">The samples, at least one.</param>
internal sealed record TimedRuns(IReadOnlyList<TimedRun> Runs)
{
    /// <summary>
    /// The sample in the middle of those that count: its phases were measured together and add up, as medians of phases would not.
    /// </summary>
    public TimedRun Middle => Counted[Counted.Count / 2];

    /// <summary>Seconds over the samples that count.</summary>
    public Spread Seconds => new(
        Counted[Counted.Count / 4].Seconds, Middle.Seconds, Counted[Counted.Count * 3 / 4].Seconds, Runs.Count, Runs.Count(RunSampler.IsQuiet),
        Runs.Select(run => run.ForeignShare).Order().ElementAt(Runs.Count / 2));

    private List<TimedRun> Counted { get; } = Count(Runs);

    private static List<TimedRun> Count(IReadOnlyList<TimedRun> runs)
    {
        var quiet = runs.Where(RunSampler.IsQuiet).ToList();
        return [.. (quiet.Count >= RunSampler.FewestQuiet ? quiet : runs).OrderBy(run => run.Seconds)];
    }
}
