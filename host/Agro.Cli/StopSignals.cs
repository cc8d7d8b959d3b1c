using System.Runtime.InteropServices;

namespace Agro.Cli;

/// <summary>How a person asks for an end.</summary>
/// <param name="Stop">To finish the step at hand, save and end.</param>
/// <param name="Abort">Not to wait for the step either, but still to save what was reached.</param>
internal readonly record struct StopTokens(CancellationToken Stop, CancellationToken Abort);

/// <summary>
/// Ctrl+C and SIGTERM. The first asks for a stop, the second for an abort, and the third ends the process at once, for when even that
/// takes too long.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new(), _abort = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Starts to listen.</summary>
    public StopSignals() =>
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];

    /// <summary>Cancelled by the signals.</summary>
    public StopTokens Tokens => new(_stop.Token, _abort.Token);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
        _abort.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        // Not left to the system, which would end the process without ProcessExit, and so without the terminal put right.
        context.Cancel = true;
        if (_abort.IsCancellationRequested) Environment.Exit(ErrorPrinter.Interrupted);
        (_stop.IsCancellationRequested ? _abort : _stop).Cancel();
    }
}
