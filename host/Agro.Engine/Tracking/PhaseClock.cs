using System.Diagnostics;

namespace Agro.Engine.Tracking;

/// <summary>Adds up the time that each phase of a run takes.</summary>
/// <param name="now">Tells seconds since any moment; null for the time on the wall.</param>
internal sealed class PhaseClock(Func<double>? now = null)
{
    private readonly Dictionary<string, double> _seconds = [];

    /// <summary>Seconds by phase since the start.</summary>
    public IReadOnlyDictionary<string, double> Seconds => _seconds;

    /// <summary>Seconds since any moment.</summary>
    public double Now => now is null ? (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency : now();

    /// <summary>Times a phase.</summary>
    /// <param name="phase">Its name.</param>
    /// <param name="work">What it does.</param>
    /// <typeparam name="T">What it gives.</typeparam>
    public T Time<T>(string phase, Func<T> work)
    {
        var start = Now;
        try
        {
            return work();
        }
        finally
        {
            AddSince(phase, start);
        }
    }

    /// <summary>Adds the time since a moment, for work that takes spans and so cannot be handed over.</summary>
    /// <param name="phase">Its name.</param>
    /// <param name="start">The moment, as <see cref="Now"/> gives it.</param>
    public void AddSince(string phase, double start) => _seconds[phase] = _seconds.GetValueOrDefault(phase) + Now - start;

    /// <summary>Times a phase that gives nothing.</summary>
    /// <param name="phase">Its name.</param>
    /// <param name="work">What it does.</param>
    public void Time(string phase, Action work) => Time(phase, () =>
    {
        work();
        return 0;
    });
}
