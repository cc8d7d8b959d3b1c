using System.Runtime.InteropServices;

namespace Agro.Cli;

/// <summary>
/// Ctrl+C and SIGTERM. The first asks for a stop, which a run answers with a checkpoint and a summary; the second ends the process at
/// once, for when a phase takes too long to wait for.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Starts to listen.</summary>
    public StopSignals() =>
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop)];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        // Not left to the system, which would end the process without ProcessExit, and so without the terminal put right.
        context.Cancel = true;
        if (_source.IsCancellationRequested) Environment.Exit(ErrorPrinter.Interrupted);
        _source.Cancel();
    }
}
