namespace Agro.Cli.Terminal;

/// <summary>The metrics of the latest step: the ones that everybody watches first, then as many others as there is room for.</summary>
internal static class MetricsSection
{
    private const int LeastCell = 26;

    /// <summary>Makes the rows.</summary>
    /// <param name="view">What is known.</param>
    /// <param name="width">Columns.</param>
    /// <param name="rows">The most rows, the heading included.</param>
    /// <returns>Nothing before the first step.</returns>
    public static List<Line> Build(RunView view, int width, int rows)
    {
        if (view.Step is not { } step) return [];
        var columns = Math.Max(1, width / LeastCell);
        var cell = width / columns;
        var cells = KeyMetrics.Of(step.Metrics).Take(columns * (rows - 1)).ToList();
        var lines = new List<Line> { LiveLayout.Rule("metrics", width) };
        foreach (var row in cells.Chunk(columns))
        {
            var line = new Line();
            for (var i = 0; i < row.Length; i++)
            {
                var (label, value) = row[i];
                line.PadTo(i * cell).Add(KeyMetrics.Label(label, cell - value.Length - 2), Styles.Faint).Add(" ").Add(value, Styles.Strong);
            }

            lines.Add(line);
        }

        return lines;
    }
}
