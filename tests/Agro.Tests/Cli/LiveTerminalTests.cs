using Agro.Cli.Terminal;
using Spectre.Console;

namespace Agro.Tests.Cli;

public sealed class LiveTerminalTests : IDisposable
{
    private const string Enter = "\e[?1049h", Leave = "\e[?1049l", ShowCursor = "\e[?25h", BeginFrame = "\e[?2026h";
    private readonly StringWriter _output = new();
    private readonly ManualTime _time = new();
    private WindowSize _size = new(80, 24);

    public void Dispose() => _output.Dispose();

    private LiveTerminal Open(ColorSystemSupport colors = ColorSystemSupport.NoColors) => new(new TerminalDevice(_output, () => _size, colors), _time);

    private int Frames() => _output.ToString().Split(BeginFrame).Length - 1;

    [Fact]
    public void The_terminal_is_given_back_with_the_last_view_and_the_summary_on_it()
    {
        using (var terminal = Open())
        {
            terminal.Started(SampleRun.Start);
            terminal.Stepped(SampleRun.Step(60));
            terminal.Ended(SampleRun.Summary());
        }

        var text = _output.ToString();
        Assert.StartsWith(Enter, text, StringComparison.Ordinal);
        var left = text[(text.IndexOf(Leave, StringComparison.Ordinal) + Leave.Length)..];
        Assert.Contains(ShowCursor, text, StringComparison.Ordinal);
        Assert.Contains("step 60/60", left, StringComparison.Ordinal);
        Assert.Contains("60 steps done in 1m02s", left, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[?", left, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_throws_leaves_the_terminal_usable_and_its_warnings_readable()
    {
        using (var terminal = Open()) terminal.Warn("recipe.yaml:3:1: too bad");
        var text = _output.ToString();
        Assert.Contains("too bad", text[text.IndexOf(Leave, StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public void Disposing_twice_gives_back_once()
    {
        var terminal = Open();
        terminal.Dispose();
        terminal.Dispose();
        Assert.Equal(2, _output.ToString().Split(Leave).Length);
    }

    [Fact]
    public void However_many_calls_come_there_are_at_most_eight_frames_a_second()
    {
        using var terminal = Open();
        terminal.Started(SampleRun.Start);
        for (var step = 1; step <= 1000; step++)
        {
            terminal.Phase("training");
            terminal.Stepped(SampleRun.Step(step));
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(Frames(), 75, 80);
    }

    [Fact]
    public void With_nothing_new_only_the_clock_is_drawn()
    {
        using var terminal = Open();
        terminal.Started(SampleRun.Start);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.InRange(Frames(), 10, 11);
    }

    [Fact]
    public void A_resized_window_is_drawn_anew_in_its_new_size()
    {
        using var terminal = Open();
        terminal.Started(SampleRun.Start);
        _time.Advance(TimeSpan.FromMilliseconds(200));
        var before = _output.ToString().Length;
        _size = new(40, 10);
        _time.Advance(TimeSpan.FromMilliseconds(200));
        var frame = _output.ToString()[before..];
        Assert.Equal(10, frame.Split("\e[2K").Length - 1);
        _size = new(0, 0);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.EndsWith("\e[?2026l", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_that_is_gone_does_not_end_the_run()
    {
        var gone = new GoneWriter();
        using var terminal = new LiveTerminal(new TerminalDevice(gone, () => throw new IOException("gone"), ColorSystemSupport.NoColors), _time);
        terminal.Started(SampleRun.Start);
        _time.Advance(TimeSpan.FromSeconds(2));
        terminal.Ended(SampleRun.Summary());
        Assert.True(gone.Writes > 0);
    }

    [Theory]
    [InlineData(ColorSystemSupport.NoColors, false)]
    [InlineData(ColorSystemSupport.Standard, true)]
    public void Colours_are_used_only_where_wanted(ColorSystemSupport colors, bool expected)
    {
        using (var terminal = Open(colors))
        {
            terminal.Started(SampleRun.Start);
            terminal.Stepped(SampleRun.Step(1));
        }

        Assert.Equal(expected, System.Text.RegularExpressions.Regex.IsMatch(_output.ToString(), "\e\\[(\\d+;)*(3|4|9)[0-7]m"));
    }

    private sealed class GoneWriter : TextWriter
    {
        public int Writes { get; private set; }

        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void Write(string? value)
        {
            Writes++;
            throw new IOException("gone");
        }
    }
}
