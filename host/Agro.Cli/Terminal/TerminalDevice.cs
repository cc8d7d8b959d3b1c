using Spectre.Console;

namespace Agro.Cli.Terminal;

/// <summary>Where a view is drawn.</summary>
/// <param name="Output">The terminal.</param>
/// <param name="Size">Asks for the window's size, which may change at any time.</param>
/// <param name="Colors">Colours it can show.</param>
internal sealed record TerminalDevice(TextWriter Output, Func<WindowSize> Size, ColorSystemSupport Colors)
{
    /// <summary>Whether it is the console itself, so that what others print there must be kept off it.</summary>
    public bool IsConsole { get; init; }

    /// <summary>Turns a frame into text with escape sequences for its styles.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="width">Columns to cut it to.</param>
    /// <returns>Rows with <c>\n</c> between them.</returns>
    public string Text(Frame frame, int width)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = Colors,
            Interactive = InteractionSupport.No,
            Out = new FixedOutput(writer, width, Math.Max(1, frame.Lines.Count)),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Write(frame);
        return writer.ToString().ReplaceLineEndings("\n");
    }

    private sealed class FixedOutput(TextWriter writer, int width, int height) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => width;

        public int Height => height;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}
