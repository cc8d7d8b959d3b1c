using Agro.Engine.Tracking;

namespace Agro.Engine.Benchmarks;

/// <summary>How much is measured.</summary>
/// <param name="Samples">Samples wanted; three do where a sample takes longer than <see cref="RunSampler.LongSample"/>.</param>
/// <param name="SampleSeconds">How long a sample takes at least: short work is done several times in it.</param>
/// <param name="BudgetSeconds">For how long more samples are taken while too few were quiet.</param>
internal sealed record SamplerSettings(int Samples, double SampleSeconds, double BudgetSeconds)
{
    /// <summary>
    /// Whether the processor time of this process is counted, which other processes hardly change. It tells the truth about one thread
    /// only: those that wait for each other burn it.
    /// </summary>
    public bool ProcessorTime { get; init; }

    /// <summary>How long work is done before it is sampled, once at least: caches must be warm, and .NET's compiler done.</summary>
    public double WarmUpSeconds { get; init; }

    /// <summary>For figures that are reported.</summary>
    public static SamplerSettings Full { get; } = new(5, 0.3, 20) { WarmUpSeconds = 1 };

    /// <summary>To see that it works.</summary>
    public static SamplerSettings Quick { get; } = new(3, 0.1, 0.5) { WarmUpSeconds = 0.4 };
}

/// <summary>One sample of some work, as means over its repetitions.</summary>
/// <param name="Seconds">Seconds from begin to end.</param>
/// <param name="Phases">Seconds by phase; what is missing to <paramref name="Seconds"/> lies between them.</param>
/// <param name="ForeignShare">What other processes took of the processors; null where it is unknown, or does not matter.</param>
internal sealed record TimedRun(double Seconds, IReadOnlyDictionary<string, double> Phases, double? ForeignShare);

/// <summary>Times work. Work that is compared is sampled in turns, so that what disturbs one disturbs the other.</summary>
/// <param name="settings">How much.</param>
/// <param name="stop">Ends it between samples.</param>
internal sealed class RunSampler(SamplerSettings settings, CancellationToken stop)
{
    /// <summary>So many quiet samples are enough to leave the others out.</summary>
    public const int FewestQuiet = 3;

    private const double MostForeign = 0.05, LongSample = 4;

    /// <summary>Samples works in turns, after each has been warmed up.</summary>
    /// <param name="works">The works; each gets a clock for its phases.</param>
    /// <returns>The samples of each.</returns>
    public IReadOnlyList<TimedRuns> Take(params IReadOnlyList<Action<PhaseClock>> works)
    {
        foreach (var work in works) _ = Sample(work, settings.WarmUpSeconds);

        var runs = works.Select(_ => new List<TimedRun>()).ToList();
        var (wall, begin) = (new PhaseClock(), new PhaseClock().Now);
        do
        {
            foreach (var (work, samples) in works.Zip(runs)) samples.Add(Sample(work, settings.SampleSeconds));
        }
        while (WantsMore(runs, wall.Now - begin));
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

    private TimedRun Sample(Action<PhaseClock> work, double least)
    {
        stop.ThrowIfCancellationRequested();
        var clock = settings.ProcessorTime ? new PhaseClock(() => Environment.CpuUsage.TotalTime.TotalSeconds) : new PhaseClock();
        var (load, start, times) = (new ProcessorLoad(), clock.Now, 0);
        double seconds;
        do
        {
            work(clock);
            times++;
            seconds = clock.Now - start;
        }
        while (seconds < least);
        return new(seconds / times, clock.Seconds.ToDictionary(phase => phase.Key, phase => phase.Value / times), settings.ProcessorTime ? null : load.ForeignShare());
    }
}
