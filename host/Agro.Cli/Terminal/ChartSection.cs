namespace Agro.Cli.Terminal;

/// <summary>The reward over the steps.</summary>
internal static class ChartSection
{
    private const int LabelWidth = 10;

    /// <summary>Makes the rows: a heading with the range, and the curve.</summary>
    /// <param name="view">What is known.</param>
    /// <param name="width">Columns.</param>
    /// <param name="rows">Rows of the curve, 1 or more.</param>
    /// <returns>Nothing before there are two points.</returns>
    public static List<Line> Build(RunView view, int width, int rows)
    {
        var points = view.Rewards.Points;
        if (points.Length < 2 || width < LabelWidth * 2) return [];
        var (curve, low, high) = Chart.Draw(points, width - LabelWidth, rows);
        return
        [
            .. curve.Select((text, row) => new Line()
                .Add(row == 0 ? Figures.Score(high) : row == rows - 1 ? Figures.Score(low) : "", Styles.Faint).PadTo(LabelWidth)
                .Add(text, Styles.Good)),
            .. MarksOf(view.Rewards, width - LabelWidth),
        ];
    }

    /// <summary>A row under the curve that shows where plugins or scripts were exchanged.</summary>
    private static IEnumerable<Line> MarksOf(RewardCurve rewards, int width)
    {
        if (rewards.Marks.IsEmpty) yield break;
        var columns = Math.Min(width, rewards.Points.Length);
        var row = new char[columns];
        Array.Fill(row, ' ');
        foreach (var mark in rewards.Marks.Where(mark => mark < rewards.Points.Length)) row[(int)((long)mark * columns / rewards.Points.Length)] = '^';
        yield return new Line().Add("swaps", Styles.Faint).PadTo(LabelWidth).Add(new string(row), Styles.Warning);
    }
}
