namespace Agro.Cli.Terminal;

/// <summary>The latest evaluation, with the difference to the first.</summary>
internal static class EvaluationSection
{
    private const int LeastCell = 26;

    /// <summary>Makes the rows.</summary>
    /// <param name="view">What is known.</param>
    /// <param name="width">Columns.</param>
    /// <param name="rows">The most rows, the heading included.</param>
    /// <returns>Nothing before the first evaluation.</returns>
    public static List<Line> Build(RunView view, int width, int rows)
    {
        if (view.Evaluation is not { } evaluation) return [];
        var columns = Math.Max(1, width / LeastCell);
        var lines = new List<Line> { LiveLayout.Rule($"evaluation after step {evaluation.Step} on {evaluation.Prompts} prompts", width) };
        foreach (var row in EvaluationFigures.Names(evaluation.Metrics).Chunk(columns).Take(rows - 1))
        {
            var line = new Line();
            for (var i = 0; i < row.Length; i++) AddCell(line.PadTo(i * (width / columns)), row[i], evaluation.Metrics[row[i]], view.FirstEvaluation, width / columns);
            lines.Add(line);
        }

        return lines;
    }

    private static void AddCell(Line line, string name, double value, IReadOnlyDictionary<string, double>? first, int width)
    {
        var change = first is not null && first.TryGetValue(name, out var before) ? value - before : 0;
        var (shown, difference) = (Figures.Score(value), change == 0 ? "" : $" {Figures.Difference(change)}");
        line.Add(KeyMetrics.Label(name, width - shown.Length - difference.Length - 2), Styles.Faint)
            .Add($" {shown}", Styles.Strong).Add(difference, change > 0 ? Styles.Good : Styles.Bad);
    }
}
