using System.Diagnostics;
using Agro.Engine.Tracking;

namespace Agro.Engine.Benchmarks;

/// <summary>How much is measured.</summary>
/// <param name="Samples">Samples wanted; three do where a sample takes longer than <see cref="RunSampler.LongSample"/>.</param>
/// <param name="SampleSeconds">How long a sample takes at least: short work is done several times in it.</param>
/// <param name="BudgetSeconds">For how long more samples are taken while too few were quiet.</param>
internal sealed record SamplerSettings(int Samples, double SampleSeconds, double BudgetSeconds)
{
    /// <summary>For figures that are reported.</summary>
    public static SamplerSettings Full { get; } = new(5, 0.3, 20);

    /// <summary>To see that it works.</summary>
    public static SamplerSettings Quick { get; } = new(3, 0.1, 0.5);
}

/// <summary>One sample of some work, as means over its repetitions.</summary>
/// <param name="Seconds">Seconds from begin to end.</param>
/// <param name="Phases">Seconds by phase; what is missing to <paramref name="Seconds"/> lies between them.</param>
/// <param name="ForeignShare">What other processes took of the processors; null where it is unknown.</param>
internal sealed record TimedRun(double Seconds, IReadOnlyDictionary<string, double> Phases, double? ForeignShare);

/// <summary>Times work. Work that is compared is sampled in turns, so that what disturbs one disturbs the other.</summary>
/// <param name="settings">How much.</param>
/// <param name="stop">Ends it between samples.</param>
internal sealed class RunSampler(SamplerSettings settings, CancellationToken stop)
{
    /// <summary>So many quiet samples are enough to leave the others out.</summary>
    public const int FewestQuiet = 3;

    private const double MostForeign = 0.05, LongSample = 4;

    /// <summary>Samples works in turns, after a sample of each that does not count: it warms caches, and the compiler.</summary>
    /// <param name="works">The works; each gets a clock for its phases.</param>
    /// <returns>The samples of each.</returns>
    public IReadOnlyList<TimedRuns> Take(params IReadOnlyList<Action<PhaseClock>> works)
    {
        foreach (var work in works) _ = Sample(work);

        var runs = works.Select(_ => new List<TimedRun>()).ToList();
        var begin = Stopwatch.GetTimestamp();
        do
        {
            foreach (var (work, samples) in works.Zip(runs)) samples.Add(Sample(work));
        }
        while (WantsMore(runs, Stopwatch.GetElapsedTime(begin).TotalSeconds));
        return [.. runs.Select(samples => new TimedRuns(samples))];
    }

    /// <summary>Whether a sample was disturbed little enough.</summary>
    public static bool IsQuiet(TimedRun run) => run.ForeignShare is null or <= MostForeign;

    private bool WantsMore(List<List<TimedRun>> runs, double seconds)
    {
        var count = runs[0].Count;
        var wanted = seconds / count / runs.Count > LongSample ? Math.Min(settings.Samples, 3) : settings.Samples;
        return count < wanted || (seconds < settings.BudgetSeconds && runs.Exists(samples => samples.Count(IsQuiet) < wanted));
    }

    private TimedRun Sample(Action<PhaseClock> work)
    {
        stop.ThrowIfCancellationRequested();
        var (clock, load, start, times) = (new PhaseClock(), new ProcessorLoad(), Stopwatch.GetTimestamp(), 0);
        double seconds;
        do
        {
            work(clock);
            times++;
            seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        while (seconds < settings.SampleSeconds);
        return new(seconds / times, clock.Seconds.ToDictionary(phase => phase.Key, phase => phase.Value / times), load.ForeignShare());
    }
}
