using System.Buffers;
using System.Globalization;

namespace Agro.Models.Tokenizers.Patterns;

/// <summary>Reads a pattern character by character.</summary>
internal sealed class PatternReader(string pattern)
{
    private static readonly SearchValues<char> BoundsCharacters = SearchValues.Create("0123456789,");
    private int _position;

    public bool AtEnd => _position == pattern.Length;

    public char Peek(int ahead = 0) => _position + ahead < pattern.Length ? pattern[_position + ahead] : '\0';

    public char Read() => AtEnd ? throw new FormatException("it ends too early") : pattern[_position++];

    public bool TryRead(char expected)
    {
        if (AtEnd || pattern[_position] != expected) return false;
        _position++;
        return true;
    }

    public bool TryRead(string expected)
    {
        if (!pattern.AsSpan(_position).StartsWith(expected, StringComparison.Ordinal)) return false;
        _position += expected.Length;
        return true;
    }

    /// <summary>Reads up to a character, and over it.</summary>
    public string ReadTo(char end)
    {
        var length = pattern.AsSpan(_position).IndexOf(end);
        if (length < 0) throw new FormatException($"a '{end}' is missing");
        var text = pattern.Substring(_position, length);
        _position += length + 1;
        return text;
    }

    /// <summary>Reads the digits of <c>\xHH</c>, <c>\x{HHHH}</c> or <c>\uHHHH</c>.</summary>
    public char Hexadecimal(char kind)
    {
        string digits;
        if (kind == 'x' && TryRead('{')) digits = ReadTo('}');
        else
        {
            var most = kind == 'u' ? 4 : 2;
            var count = 0;
            while (count < most && char.IsAsciiHexDigit(Peek(count))) count++;
            digits = pattern.Substring(_position, count);
            _position += count;
        }
        if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            throw new FormatException($@"\{kind}{digits} is no character");
        }
        return code <= char.MaxValue ? (char)code : throw new FormatException("it names a character beyond U+FFFF");
    }

    /// <summary>Reads the rest of <c>{n}</c>, <c>{n,}</c>, <c>{,m}</c> or <c>{n,m}</c>, as .NET writes it; null where the brace is a literal.</summary>
    public string? Bounds()
    {
        var length = pattern.AsSpan(_position).IndexOf('}');
        if (length <= 0) return null;
        var text = pattern.AsSpan(_position, length);
        if (text.ContainsAnyExcept(BoundsCharacters) || text.Count(',') > 1 || text is ",") return null;
        _position += length + 1;
        return $"{{{(text[0] == ',' ? "0" : "")}{text}}}";
    }
}
