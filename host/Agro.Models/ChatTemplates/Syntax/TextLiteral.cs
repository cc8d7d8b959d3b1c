using System.Globalization;
using System.Text;

namespace Agro.Models.ChatTemplates.Syntax;

/// <summary>Texts in quotes, with Python's escapes.</summary>
internal static class TextLiteral
{
    /// <summary>Reads what stands between the quotes.</summary>
    /// <param name="written">What is written.</param>
    /// <param name="offset">Where the text begins, for faults.</param>
    public static string Read(string written, int offset)
    {
        if (!written.Contains('\\', StringComparison.Ordinal)) return written;
        var text = new StringBuilder(written.Length);
        for (var i = 0; i < written.Length; i++)
        {
            if (written[i] != '\\') text.Append(written[i]);
            else i = ReadEscape(written, i + 1, text, offset);
        }

        return text.ToString();
    }

    /// <summary>Reads an escape.</summary>
    /// <returns>The index of its last character.</returns>
    private static int ReadEscape(string written, int index, StringBuilder text, int offset)
    {
        switch (written[index])
        {
            case '\n': return index;
            case 'x': return ReadCode(written, index, 2, text, offset);
            case 'u': return ReadCode(written, index, 4, text, offset);
            case 'U': return ReadCode(written, index, 8, text, offset);
            case 'N': throw new TemplateFault(@"the escape '\N' is not supported", offset);
            case >= '0' and <= '7': return ReadOctal(written, index, text);
            case > '~':
                // Jinja turns such a character into its own escape before it reads escapes: what remains is that, as text.
                var code = char.ConvertToUtf32(written, index);
                text.Append(CultureInfo.InvariantCulture, $"\\{(code <= 0xFF ? $"x{code:x2}" : code <= 0xFFFF ? $"u{code:x4}" : $"U{code:x8}")}");
                return index + (code > 0xFFFF ? 1 : 0);
        }

        var simple = "\\'\"abfnrtv".IndexOf(written[index], StringComparison.Ordinal);
        if (simple < 0) text.Append('\\').Append(written[index]);
        else text.Append("\\'\"\a\b\f\n\r\t\v"[simple]);
        return index;
    }

    private static int ReadCode(string written, int index, int digits, StringBuilder text, int offset)
    {
        if (index + digits >= written.Length
            || !int.TryParse(written.AsSpan(index + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || code is < 0 or > 0x10FFFF)
        {
            throw new TemplateFault($"the escape '\\{written[index]}' needs {digits} hexadecimal digits of a character", offset);
        }

        if (code > 0xFFFF) text.Append(char.ConvertFromUtf32(code));
        else text.Append((char)code);
        return index + digits;
    }

    private static int ReadOctal(string written, int index, StringBuilder text)
    {
        var end = index;
        var code = 0;
        while (end < written.Length && end < index + 3 && written[end] is >= '0' and <= '7') code = 8 * code + written[end++] - '0';
        text.Append((char)code);
        return end - 1;
    }
}
