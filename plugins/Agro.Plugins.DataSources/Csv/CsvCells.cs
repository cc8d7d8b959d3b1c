using System.Text;

namespace Agro.Plugins.DataSources.Csv;

/// <summary>A cell of a record.</summary>
/// <param name="Text">Its text, without the quotes around it.</param>
/// <param name="IsQuoted">Whether there were quotes.</param>
internal readonly record struct CsvCell(string Text, bool IsQuoted);

/// <summary>Takes records apart.</summary>
internal static class CsvCells
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Takes a record apart.</summary>
    /// <param name="place">Where it is, for messages.</param>
    /// <param name="bytes">The record, without its line end.</param>
    /// <param name="delimiter">What stands between cells.</param>
    /// <exception cref="InputException">It is not UTF-8, or text stands behind a closing quote.</exception>
    public static List<CsvCell> Split(string place, ReadOnlySpan<byte> bytes, byte delimiter)
    {
        var text = Decode(place, bytes).TrimEnd('\r');
        var cells = new List<CsvCell>();
        for (var at = 0; ;)
        {
            var cell = at < text.Length && text[at] == '"' ? Quoted(place, text, ref at) : Plain(text, delimiter, ref at);
            cells.Add(cell);
            if (at == text.Length) return cells;
            if (text[at] != delimiter)
                throw new InputException($"{place}: column {cells.Count}: '{text[at]}' stands behind a closing quote; quotes within quotes are doubled");
            at++;
        }
    }

    private static string Decode(string place, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new InputException($"{place}: is not UTF-8: {exception.Message}", exception);
        }
    }

    private static CsvCell Plain(string text, byte delimiter, ref int at)
    {
        var end = text.IndexOf((char)delimiter, at);
        var cell = end < 0 ? text[at..] : text[at..end];
        at = end < 0 ? text.Length : end;
        return new(cell, false);
    }

    private static CsvCell Quoted(string place, string text, ref int at)
    {
        var cell = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                cell.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                cell.Append('"');
                at++;
            }
            else
            {
                at++;
                return new(cell.ToString(), true);
            }
        }

        throw new InputException($"{place}: a quote is opened and not closed again");
    }
}
