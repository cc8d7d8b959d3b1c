using System.Diagnostics;

namespace Agro.Engine.Tracking;

/// <summary>Adds up the time that each phase of a run takes.</summary>
internal sealed class PhaseClock
{
    private readonly Dictionary<string, double> _seconds = [];

    /// <summary>Seconds by phase since the start.</summary>
    public IReadOnlyDictionary<string, double> Seconds => _seconds;

    /// <summary>Times a phase.</summary>
    /// <param name="phase">Its name.</param>
    /// <param name="work">What it does.</param>
    /// <typeparam name="T">What it gives.</typeparam>
    public T Time<T>(string phase, Func<T> work)
    {
        var start = Stopwatch.GetTimestamp();
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
    /// <param name="start">The moment, as <see cref="Stopwatch.GetTimestamp"/> gives it.</param>
    public void AddSince(string phase, long start) =>
        _seconds[phase] = _seconds.GetValueOrDefault(phase) + Stopwatch.GetElapsedTime(start).TotalSeconds;

    /// <summary>Times a phase that gives nothing.</summary>
    /// <param name="phase">Its name.</param>
    /// <param name="work">What it does.</param>
    public void Time(string phase, Action work) => Time(phase, () =>
    {
        work();
        return 0;
    });
}
