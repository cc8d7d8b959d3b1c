using Agro.Engine.Plugins;

namespace Agro.Engine.Runs;

/// <summary>
/// Calls trackers so that a failing one is told once and left out, and training goes on. A newer version of it is given another chance.
/// </summary>
/// <param name="trackers">The trackers.</param>
/// <param name="failed">Learns of a tracker that failed: where it is, what happened, what comes of it.</param>
internal sealed class TrackerCalls(IReadOnlyList<ComponentSlot> trackers, Action<ComponentSlot, string, string> failed)
{
    private readonly Dictionary<string, ComponentOrigin> _leftOut = [];

    /// <summary>Logs metrics with every tracker that has not failed.</summary>
    /// <param name="step">The step.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    public void Log(long step, IReadOnlyDictionary<string, double> metrics, CancellationToken cancellationToken)
    {
        foreach (var slot in trackers)
        {
            if (_leftOut.GetValueOrDefault(slot.Path) == slot.Origin) continue;
            try
            {
                ((ITracker)slot.Component).LogMetricsAsync(step, metrics, cancellationToken).AsTask().GetAwaiter().GetResult();
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                _leftOut[slot.Path] = slot.Origin;
                failed(slot, $"tracker {slot.Origin.Name}: {PluginFault.Describe(exception)}", "it is left out from now on");
            }
        }
    }
}
