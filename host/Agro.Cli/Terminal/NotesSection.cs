namespace Agro.Cli.Terminal;

/// <summary>The latest notes and warnings.</summary>
internal static class NotesSection
{
    /// <summary>Makes the rows.</summary>
    /// <param name="view">What is known.</param>
    /// <param name="rows">The most rows.</param>
    /// <returns>A row each, the newest last.</returns>
    public static List<Line> Build(RunView view, int rows) =>
    [
        .. view.Notes.TakeLast(rows).Select(note => note.IsWarning
            ? new Line().Add("! ", Styles.Warning).Add(note.Text, Styles.Warning)
            : new Line().Add("· ", Styles.Faint).Add(note.Text, Styles.Faint)),
    ];
}
