using System.Runtime.InteropServices;

namespace Agro.Cli.Terminal;

/// <summary>
/// The terminal's second screen, as editors use it. Each frame is drawn from the top left corner, so that neither a resized window nor
/// a foreign line in between leaves anything behind, and what was on the terminal before comes back at the end.
/// </summary>
internal sealed partial class AlternateScreen : IDisposable
{
    // Second screen, no cursor, no wrapping at the edge; and back.
    private const string EnterCodes = "\e[?1049h\e[?25l\e[?7l\e[2J", LeaveCodes = "\e[?7h\e[?25h\e[?1049l";

    // Terminals that know synchronized updates show a frame at once; the others ignore the codes.
    private const string BeginUpdate = "\e[?2026h", EndUpdate = "\e[?2026l", Home = "\e[H", ClearLine = "\e[2K";

    private readonly Lock _gate = new();
    private readonly TerminalDevice _device;
    private readonly List<PosixSignalRegistration> _registrations = [];
    private bool _entered, _disposed;

    /// <summary>Switches to the second screen.</summary>
    /// <param name="device">The terminal.</param>
    public AlternateScreen(TerminalDevice device)
    {
        _device = device;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        if (!OperatingSystem.IsWindows())
        {
            _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTSTP, Suspend));
            _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => Enter()));
        }

        Enter();
    }

    /// <summary>Draws a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="size">The window; rows that the frame leaves are cleared.</param>
    public void Draw(Frame frame, WindowSize size)
    {
        // Cleared before it is written: after a full row the cursor still stands on the last column and would clear that.
        var rows = _device.Text(frame, size.Width).Split('\n').Concat(Enumerable.Repeat("", Math.Max(0, size.Height - frame.Lines.Count)));
        var text = $"{BeginUpdate}{Home}{string.Join("\r\n", rows.Select(row => ClearLine + row))}{EndUpdate}";
        lock (_gate)
        {
            if (_entered) Write(text);
        }
    }

    /// <summary>Goes back to the first screen, for good.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            Leave();
            _disposed = true;
        }

        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        foreach (var registration in _registrations) registration.Dispose();
    }

    /// <summary>Ctrl+Z: gives the shell a usable terminal, then stops, which .NET leaves undone once there is a handler.</summary>
    private void Suspend(PosixSignalContext context)
    {
        context.Cancel = true;
        Leave();
        if (Kill(Environment.ProcessId, OperatingSystem.IsMacOS() ? 17 : 19) != 0) Enter();
    }

    private void OnProcessExit(object? sender, EventArgs arguments) => Leave();

    private void Enter()
    {
        lock (_gate)
        {
            if (_entered || _disposed) return;
            _entered = true;
            Write(EnterCodes);
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (!_entered) return;
            _entered = false;
            Write(LeaveCodes);
        }
    }

    private void Write(string text)
    {
        try
        {
            _device.Output.Write(text);
            _device.Output.Flush();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The terminal is gone; the run need not be.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
