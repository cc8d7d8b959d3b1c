namespace Agro.Cli.Terminal;

/// <summary>One sampled completion of the latest step.</summary>
internal static class SampleSection
{
    private const int LabelWidth = 12;

    /// <summary>Makes the rows.</summary>
    /// <param name="view">What is known.</param>
    /// <param name="width">Columns.</param>
    /// <param name="rows">The most rows, 4 or more.</param>
    /// <returns>Nothing without a sample.</returns>
    public static List<Line> Build(RunView view, int width, int rows)
    {
        if (view.Step?.Sample is not { } sample) return [];
        var (prompt, rollout) = sample;
        var room = Math.Max(1, width - LabelWidth);
        var rowsOfText = rows - 2;
        var question = SampleText.Excerpt(SampleText.Of(prompt), room, Math.Max(1, rowsOfText / 3));
        var completion = SampleText.Excerpt(rollout.Completion.Text, room, Math.Max(1, rowsOfText - question.Count));
        return
        [
            LiveLayout.Rule("sample", width),
            .. Block("prompt", question),
            .. Block("completion", completion),
            new Line().PadTo(LabelWidth).Add(SampleText.Verdict(prompt, rollout), rollout.Reward > 0 ? Styles.Good : Styles.Warning),
        ];
    }

    private static IEnumerable<Line> Block(string label, List<string> text) =>
        text.Select((line, row) => new Line().Add(row == 0 ? label : "", Styles.Faint).PadTo(LabelWidth).Add(line));
}
