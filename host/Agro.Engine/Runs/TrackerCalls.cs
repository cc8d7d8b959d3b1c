namespace Agro.Engine.Runs;

/// <summary>A tracker of the recipe.</summary>
/// <param name="Name">The component's name.</param>
/// <param name="Tracker">The tracker.</param>
/// <param name="Fault">Turns what it threw into text with file and line.</param>
internal sealed record RunTracker(string Name, ITracker Tracker, Func<Exception, string> Fault);

/// <summary>Calls trackers so that a failing one is told once and left out, and training goes on.</summary>
/// <param name="trackers">The trackers.</param>
/// <param name="warn">Tells a person.</param>
internal sealed class TrackerCalls(IReadOnlyList<RunTracker> trackers, Action<string> warn)
{
    private readonly List<RunTracker> _alive = [.. trackers];

    /// <summary>Logs metrics with every tracker that has not failed.</summary>
    /// <param name="step">The step.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    public void Log(long step, IReadOnlyDictionary<string, double> metrics, CancellationToken cancellationToken)
    {
        foreach (var tracker in _alive.ToList())
        {
            try
            {
                tracker.Tracker.LogMetricsAsync(step, metrics, cancellationToken).AsTask().GetAwaiter().GetResult();
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                _alive.Remove(tracker);
                warn($"tracker {tracker.Name}: {tracker.Fault(exception)} (it is left out from now on)");
            }
        }
    }
}
