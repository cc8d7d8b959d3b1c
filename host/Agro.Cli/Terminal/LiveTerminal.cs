using System.Collections.Immutable;
using Agro.Engine;

namespace Agro.Cli.Terminal;

/// <summary>
/// Shows a run as a view that is kept up to date in place. The run's thread only exchanges an immutable <see cref="RunView"/>; a timer
/// draws whatever it finds there. So a slow terminal cannot hold up the run, the clock goes on through a long phase, and there is
/// nothing to race for.
/// </summary>
internal sealed class LiveTerminal : ITerminal
{
    private const int RowsOfLastView = 24;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(125);
    private readonly Lock _drawing = new();
    private readonly TerminalDevice _device;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly AlternateScreen _screen;
    private readonly ConsoleCapture? _capture;
    private readonly ITimer _timer;
    private RunView _view = new();
    private (RunView? View, long Second, WindowSize Size) _drawn;
    private bool _disposed, _complained;

    /// <summary>Takes the terminal over.</summary>
    /// <param name="device">The terminal.</param>
    /// <param name="time">The clock.</param>
    public LiveTerminal(TerminalDevice device, TimeProvider time)
    {
        (_device, _time, _began) = (device, time, time.GetTimestamp());
        _screen = new AlternateScreen(device);
        _capture = device.IsConsole ? new ConsoleCapture(this) : null;
        _timer = time.CreateTimer(_ => Draw(), null, Interval, Interval);
    }

    private TimeSpan Now => _time.GetElapsedTime(_began);

    /// <inheritdoc/>
    public void Started(RunStart start) => Change(view => view with { Start = start });

    /// <inheritdoc/>
    public void Phase(string phase)
    {
        var now = Now;
        Change(view => view with { Phase = phase, PhaseSince = now });
    }

    /// <inheritdoc/>
    public void Stepped(StepReport report)
    {
        var now = Now;
        // The caller may go on writing to its dictionary while the timer draws.
        var kept = report with { Metrics = new Dictionary<string, double>(report.Metrics) };
        Change(view => view.With(kept, now));
    }

    /// <inheritdoc/>
    public void Evaluated(EvaluationReport report)
    {
        var kept = report with { Metrics = new Dictionary<string, double>(report.Metrics) };
        Change(view => view.With(kept));
    }

    /// <inheritdoc/>
    public void Note(string text) => Change(view => view.WithNote(text, isWarning: false));

    /// <inheritdoc/>
    public void Warn(string text) => Change(view => view.WithNote(text, isWarning: true));

    /// <inheritdoc/>
    public void Swapped(SwapReport report) => Change(view => view.With(report));

    /// <inheritdoc/>
    public void Ended(RunSummary summary) => Change(view => view with { Summary = summary });

    /// <summary>Gives the terminal back and leaves the last view and the summary on it.</summary>
    public void Dispose()
    {
        lock (_drawing)
        {
            if (_disposed) return;
            _disposed = true;
        }

        _timer.Dispose();
        _capture?.Dispose();
        _screen.Dispose();
        try
        {
            _device.Output.Write(LastView(Volatile.Read(ref _view)));
            _device.Output.Flush();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The terminal is gone.
        }
    }

    private string LastView(RunView view)
    {
        var width = Size().Width;
        List<Line> lines = view.Start is null ? [] : [.. LiveLayout.Build(view with { Notes = [] }, Now, new(width, RowsOfLastView)).Lines];
        lines.AddRange(NotesSection.Build(view, view.Notes.Count));
        var text = lines.Count == 0 ? "" : _device.Text(new Frame(lines), width) + "\n";
        return view.Summary is { } summary ? $"{text}\n{SummaryText.Of(summary)}" : text;
    }

    private void Change(Func<RunView, RunView> change) => ImmutableInterlocked.Update(ref _view, change);

    private void Draw()
    {
        // A terminal slower than the timer gets fewer frames, not a queue of them.
        if (!_drawing.TryEnter()) return;
        try
        {
            if (_disposed) return;
            var view = Volatile.Read(ref _view);
            var now = Now;
            var size = Size();
            if (_drawn == (view, (long)now.TotalSeconds, size)) return;
            _drawn = (view, (long)now.TotalSeconds, size);
            _screen.Draw(LiveLayout.Build(view, now, size), size);
        }
        catch (Exception exception)
        {
            // On a timer's thread this would end the process: hours of training for a mistake in drawing.
            if (!_complained) Change(view => view.WithNote($"cannot draw: {exception.Message}", isWarning: true));
            _complained = true;
        }
        finally
        {
            _drawing.Exit();
        }
    }

    private WindowSize Size()
    {
        var (width, height) = (0, 0);
        try
        {
            (width, height) = _device.Size();
        }
        catch (IOException)
        {
            // No terminal any more.
        }

        // A terminal that does not know its size says 0.
        return new(width > 0 ? width : 80, height > 0 ? height : 24);
    }
}
