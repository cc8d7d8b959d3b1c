using System.Globalization;

namespace Agro.Models.Tokenizers.Patterns;

/// <summary>
/// A text in which one character of the basic plane stands in for each character beyond it. .NET's regular expressions see a surrogate pair
/// as two units without letters or digits in them; the stand-in is of the same category, so that classes and counts come out right.
/// </summary>
internal static class ShadowText
{
    // Characters that no tokenizer's pattern names, so that only their category decides.
    private const string StandIns =
        "\uA7B2\uA7B7\u1FFC\uA7F8\uFE70\uFE20\uABE3\uA670\uABF0\uA6E6\uA830\u205F\u2028\u2029\u0001\uFFF9\uFFFD\uE000" +
        "\uFE33\uFE58\uFE59\uFE5A\u2E02\u2E03\uA874\uFE62\uFE69\uA700\uA490\uFDD0";

    private const char Ideograph = '\uFA20';
    private const char CircledLetter = '\u24B6';

    /// <summary>Writes the shadow of a text.</summary>
    /// <param name="text">Well-formed UTF-16.</param>
    /// <param name="shadow">Takes one unit per character.</param>
    /// <param name="offsets">Takes where each character starts in the text, and the text's end.</param>
    /// <returns>The number of characters.</returns>
    public static int Write(ReadOnlySpan<char> text, Span<char> shadow, Span<int> offsets)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            offsets[count] = i;
            shadow[count++] = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? StandIn(char.ConvertToUtf32(text[i], text[++i])) : text[i];
        }
        offsets[count] = text.Length;
        return count;
    }

    /// <summary>The stand-in of a character beyond U+FFFF.</summary>
    public static char StandIn(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint) switch
    {
        // Every letter of planes 2 and 3 is Han.
        UnicodeCategory.OtherLetter when codePoint >= 0x20000 => Ideograph,
        UnicodeCategory.OtherSymbol when IsCircledLetter(codePoint) => CircledLetter,
        var category => StandIns[(int)category],
    };

    /// <summary>Symbols beyond U+FFFF that count as alphabetic, and so as word characters (Unicode's Other_Alphabetic).</summary>
    public static bool IsCircledLetter(int codePoint) =>
        codePoint is (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);
}
