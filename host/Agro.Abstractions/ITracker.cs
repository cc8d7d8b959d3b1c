namespace Agro;

/// <summary>Sends metrics somewhere. A tracker that fails is reported and left out; training goes on.</summary>
public interface ITracker : IAsyncDisposable
{
    /// <summary>Logs the metrics of a step.</summary>
    /// <param name="step">The optimizer step, counted from 1 once it is done; 0 before the first.</param>
    /// <param name="metrics">Values by name.</param>
    /// <param name="cancellationToken">Cancelled when the run stops.</param>
    /// <returns>A task that ends when the metrics are logged.</returns>
    ValueTask LogMetricsAsync(long step, IReadOnlyDictionary<string, double> metrics, CancellationToken cancellationToken);
}
