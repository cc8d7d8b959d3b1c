using Spectre.Console;
using Spectre.Console.Rendering;

namespace Agro.Cli.Terminal;

/// <summary>One row of the screen: pieces of text with their styles. Everything added is made visible first.</summary>
internal sealed class Line
{
    private readonly List<(string Text, Style Style)> _pieces = [];

    /// <summary>Cells taken so far.</summary>
    public int Width { get; private set; }

    /// <summary>Appends a piece.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="style">How it looks; null for plain.</param>
    /// <returns>This line.</returns>
    public Line Add(string text, Style? style = null)
    {
        var visible = VisibleText.Clean(text);
        _pieces.Add((visible, style ?? Style.Plain));
        Width += Cells.Width(visible);
        return this;
    }

    /// <summary>Fills with spaces up to a column.</summary>
    /// <param name="column">The column, counted from 0.</param>
    /// <returns>This line.</returns>
    public Line PadTo(int column) => column > Width ? Add(new string(' ', column - Width)) : this;

    /// <summary>The pieces for drawing, cut to a width.</summary>
    /// <param name="width">Cells of the row.</param>
    /// <returns>Segments that take at most that many cells.</returns>
    public IEnumerable<Segment> Segments(int width)
    {
        foreach (var (text, style) in _pieces)
        {
            if (width <= 0) yield break;
            var cut = Cells.Cut(text, width);
            width -= Cells.Width(cut);
            if (cut.Length > 0) yield return new Segment(cut, style);
        }
    }
}

/// <summary>Rows of the screen, drawn one below the other without a line end after the last.</summary>
/// <param name="lines">The rows.</param>
internal sealed class Frame(IReadOnlyList<Line> lines) : Renderable
{
    /// <summary>The rows.</summary>
    public IReadOnlyList<Line> Lines { get; } = lines;

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        for (var i = 0; i < Lines.Count; i++)
        {
            if (i > 0) yield return Segment.LineBreak;
            foreach (var segment in Lines[i].Segments(maxWidth)) yield return segment;
        }
    }
}

/// <summary>The few styles of the live view, from the terminal's own sixteen colours, so that they suit its theme.</summary>
internal static class Styles
{
    public static readonly Style Faint = new(decoration: Decoration.Dim);
    public static readonly Style Strong = new(decoration: Decoration.Bold);
    public static readonly Style Heading = new(foreground: Color.Teal);
    public static readonly Style Good = new(foreground: Color.Green);
    public static readonly Style Bad = new(foreground: Color.Maroon);
    public static readonly Style Warning = new(foreground: Color.Olive);
}
