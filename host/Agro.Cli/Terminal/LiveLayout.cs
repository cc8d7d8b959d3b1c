namespace Agro.Cli.Terminal;

/// <summary>The size of a terminal window in cells.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal readonly record struct WindowSize(int Width, int Height);

/// <summary>
/// Decides which parts of the live view a window has room for. Parts are granted rows in the order of their importance and drawn in a
/// fixed order, so that nothing jumps about while the run goes on.
/// </summary>
internal static class LiveLayout
{
    private const int RowsOfLeastSample = 5;

    /// <summary>Lays out a view.</summary>
    /// <param name="view">What is known.</param>
    /// <param name="now">The time since the view was made.</param>
    /// <param name="size">The window; the frame never has more rows, and is cut to its columns when drawn.</param>
    /// <returns>The frame.</returns>
    public static Frame Build(RunView view, TimeSpan now, WindowSize size)
    {
        var (width, rows) = (size.Width, size.Height);
        var header = HeaderSection.Build(view, now, width);
        rows -= header.Count;
        var components = Grant(ref rows, 2, room => ComponentsSection.Build(view, width, Math.Min(room, 8)));
        var metrics = Grant(ref rows, 2, room => MetricsSection.Build(view, width, Math.Min(room, size.Height < 30 ? 4 : 6)));
        var notes = Grant(ref rows, 2, room => NotesSection.Build(view, Math.Min(room, size.Height < 30 ? 3 : 7)));
        var evaluation = Grant(ref rows, 2, room => EvaluationSection.Build(view, width, Math.Min(room, size.Height < 24 ? 2 : size.Height < 30 ? 3 : 4)));
        var rowsOfChart = Math.Min(rows - RowsOfLeastSample, size.Height < 30 ? 2 : Math.Min(6, size.Height / 8));
        var chart = Grant(ref rows, 1, _ => rowsOfChart < 1 ? [] : ChartSection.Build(view, width, rowsOfChart));
        var sample = Grant(ref rows, RowsOfLeastSample, room => SampleSection.Build(view, width, room));
        List<Line> lines = [.. header, .. components, .. metrics, .. chart, .. evaluation, .. sample, .. notes];
        return new Frame(lines.Count > size.Height ? lines[..Math.Max(0, size.Height)] : lines);
    }

    /// <summary>A heading with a line to the right edge.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="width">Columns.</param>
    /// <returns>The row.</returns>
    public static Line Rule(string title, int width)
    {
        var line = new Line().Add(title, Styles.Heading).Add(" ");
        return line.Add(new string('─', Math.Max(0, width - line.Width)), Styles.Faint);
    }

    private static List<Line> Grant(ref int rows, int least, Func<int, List<Line>> build)
    {
        if (rows < least) return [];
        var lines = build(rows);
        rows -= lines.Count;
        return lines;
    }
}
