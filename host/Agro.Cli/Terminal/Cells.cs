using System.Text;
using Spectre.Console;

namespace Agro.Cli.Terminal;

/// <summary>Measures, cuts and wraps text by terminal cells: a letter is one, most of Chinese and of emoji two, a combining mark none.</summary>
internal static class Cells
{
    /// <summary>How many cells a text takes.</summary>
    /// <param name="text">Text without control characters.</param>
    /// <returns>0 or more.</returns>
    public static int Width(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text.Length;
        var width = 0;
        foreach (var rune in text.EnumerateRunes()) width += Width(rune);
        return width;
    }

    /// <summary>Cuts a text that is too wide, with an ellipsis at its end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">Cells to fit into.</param>
    /// <returns>At most that many cells.</returns>
    public static string Cut(string text, int width)
    {
        if (width <= 0) return "";
        return Width(text) <= width ? text : text[..CharsWithin(text, width - 1)] + "…";
    }

    /// <summary>Wraps a text into lines, at spaces where that wastes little.</summary>
    /// <param name="text">The text; <c>\n</c> ends a line.</param>
    /// <param name="width">Cells of a line, 1 or more.</param>
    /// <returns>The lines, at least one.</returns>
    public static List<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.Split('\n'))
        {
            var rest = paragraph.AsSpan();
            while (CharsWithin(rest, width) is var fits && fits < rest.Length)
            {
                // A character wider than the line is taken anyway, or this would not end.
                if (fits == 0) fits = char.IsSurrogate(rest[0]) ? 2 : 1;
                var space = rest[..fits].LastIndexOf(' ');
                var length = space >= fits * 2 / 3 ? space + 1 : fits;
                lines.Add(rest[..length].TrimEnd(' ').ToString());
                rest = rest[length..];
            }

            lines.Add(rest.ToString());
        }

        return lines;
    }

    private static int CharsWithin(ReadOnlySpan<char> text, int width)
    {
        var chars = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width -= Width(rune);
            if (width < 0) break;
            chars += rune.Utf16SequenceLength;
        }

        return chars;
    }

    private static int Width(Rune rune) => rune.Value is >= ' ' and <= '~' ? 1 : Math.Max(0, rune.ToString().GetCellWidth());
}
