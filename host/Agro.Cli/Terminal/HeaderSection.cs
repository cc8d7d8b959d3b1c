using System.Globalization;

namespace Agro.Cli.Terminal;

/// <summary>The top of the live view: what runs, how far it is, what it is doing.</summary>
internal static class HeaderSection
{
    /// <summary>Makes the rows.</summary>
    /// <param name="view">What is known.</param>
    /// <param name="now">The time since the view was made.</param>
    /// <param name="width">Columns.</param>
    /// <returns>Five rows.</returns>
    public static List<Line> Build(RunView view, TimeSpan now, int width)
    {
        var (done, total) = (view.Step?.Step ?? view.Start?.FirstStep ?? 0, view.Step?.TotalSteps ?? view.Start?.TotalSteps ?? 0);
        var position = total > 0 ? $"step {done}/{total}" : "";
        var name = Cells.Cut(VisibleText.Clean(view.Start?.Name ?? "agro"), Math.Max(1, width - position.Length - 2));
        return
        [
            new Line().Add(name, Styles.Strong).PadTo(width - position.Length).Add(position, Styles.Strong),
            new Line().Add(view.Start?.Policy ?? "", Styles.Faint),
            new Line().Add(view.Start is { } start ? ShortPath(start.Directory) : "", Styles.Faint),
            Bar(total > 0 ? Math.Clamp((double)done / total, 0, 1) : 0, width),
            Status(view, now),
        ];
    }

    private static Line Bar(double part, int width)
    {
        var percent = string.Create(CultureInfo.InvariantCulture, $" {Math.Floor(part * 100),3} %");
        var cells = Math.Max(0, width - percent.Length);
        var filled = (int)(part * cells);
        return new Line().Add(new string('━', filled), Styles.Good).Add(new string('─', cells - filled), Styles.Faint).Add(percent);
    }

    private static Line Status(RunView view, TimeSpan now)
    {
        if (view.Summary is { } summary)
        {
            return new Line().Add(summary.StopReason is { } reason ? $"ended early: {reason}" : "done", summary.StopReason is null ? Styles.Good : Styles.Warning);
        }

        var line = new Line().Add($"{view.Phase} {Figures.Duration(now - view.PhaseSince)}", Styles.Heading);
        if (view.StepsPerMinute is { } pace) line.Add($"  {Figures.Number(pace)} steps/min");
        line.Add($"  {Figures.Duration(now)} so far");
        if (view.Step is { } step)
        {
            line.Add($"  {Figures.Duration(step.Remaining - (now - view.StepTimes[^1]))} left");
        }

        if (view.Warnings > 0) line.Add($"  {view.Warnings} warning{(view.Warnings > 1 ? "s" : "")}", Styles.Warning);
        return line;
    }

    /// <summary>A path as seen from here when that is shorter.</summary>
    private static string ShortPath(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.Length < path.Length ? relative : path;
    }
}
