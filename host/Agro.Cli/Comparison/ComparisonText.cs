using System.Text;
using Agro.Cli.Terminal;
using Agro.Engine.Comparison;

namespace Agro.Cli.Comparison;

/// <summary>Writes a comparison for people: as a table in a terminal, or in Markdown.</summary>
internal static class ComparisonText
{
    /// <summary>Writes tables with aligned columns.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <returns>Lines, the last with its end.</returns>
    public static string Table(RunComparison comparison)
    {
        var text = new StringBuilder();
        foreach (var table in ComparisonTable.Of(comparison))
        {
            if (text.Length > 0) text.Append('\n');
            text.Append(table.Title).Append('\n');
            var widths = table.Columns.Select((name, i) => table.Rows.Select(row => Cells.Width(row[i])).Append(name.Length).Max()).ToList();
            foreach (var row in table.Rows.Prepend(table.Columns))
                text.Append("  ").AppendJoin("  ", row.Select((cell, i) => Padded(cell, widths[i], left: i == 0))).Replace("  \n", "\n").Append('\n');
        }

        foreach (var note in ComparisonTable.Notes(comparison)) text.Append(note).Append('\n');
        return string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd()));
    }

    /// <summary>Writes tables in Markdown.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <returns>Lines, the last with its end.</returns>
    public static string Markdown(RunComparison comparison)
    {
        var text = new StringBuilder();
        foreach (var table in ComparisonTable.Of(comparison))
        {
            text.Append("**").Append(Escaped(table.Title)).Append("**\n\n");
            AppendRow(text, table.Columns);
            AppendRow(text, table.Columns.Select((_, i) => i == 0 ? "---" : "---:"), escape: false);
            foreach (var row in table.Rows) AppendRow(text, row);
            text.Append('\n');
        }

        foreach (var note in ComparisonTable.Notes(comparison)) text.Append(Escaped(note)).Append("  \n");
        return text.ToString();
    }

    private static string Padded(string cell, int width, bool left)
    {
        var space = new string(' ', Math.Max(0, width - Cells.Width(cell)));
        return left ? cell + space : space + cell;
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells, bool escape = true) =>
        text.Append("| ").AppendJoin(" | ", escape ? cells.Select(Escaped) : cells).Append(" |\n");

    private static string Escaped(string text) => text.Replace("\\", "\\\\").Replace("|", "\\|").Replace("*", "\\*").Replace("<", "&lt;");
}
