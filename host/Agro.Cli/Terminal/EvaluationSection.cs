namespace Agro.Cli.Terminal;

/// <summary>The latest evaluation, with the difference to the first.</summary>
internal static class EvaluationSection
{
    private const int CellWidth = 34;

    /// <summary>Makes the rows.</summary>
    /// <param name="view">What is known.</param>
    /// <param name="width">Columns.</param>
    /// <param name="rows">The most rows, the heading included.</param>
    /// <returns>Nothing before the first evaluation.</returns>
    public static List<Line> Build(RunView view, int width, int rows)
    {
        if (view.Evaluation is not { } evaluation) return [];
        var columns = Math.Max(1, width / CellWidth);
        var lines = new List<Line> { LiveLayout.Rule($"evaluation after step {evaluation.Step}", width) };
        foreach (var row in evaluation.Metrics.OrderBy(item => item.Key, StringComparer.Ordinal).Chunk(columns).Take(rows - 1))
        {
            var line = new Line();
            for (var i = 0; i < row.Length; i++)
            {
                var (name, value) = row[i];
                line.PadTo(i * (width / columns)).Add(Cells.Cut(VisibleText.Clean(name), CellWidth - 19), Styles.Faint).Add(" ").Add(Figures.Score(value), Styles.Strong);
                if (view.FirstEvaluation is { } first && !ReferenceEquals(first, evaluation.Metrics) && first.TryGetValue(name, out var before))
                {
                    line.Add($" {Figures.Difference(value - before)}", value >= before ? Styles.Good : Styles.Bad);
                }
            }

            lines.Add(line);
        }

        return lines;
    }
}
