using System.Globalization;

namespace Agro.Models.ChatTemplates.Operations;

/// <summary>Texts as Python sees them: in code points, not in UTF-16 units.</summary>
internal static class CodePoints
{
    public static int Count(string text) => IsSimple(text) ? text.Length : Starts(text).Length;

    /// <summary>Whether every unit is a code point.</summary>
    public static bool IsSimple(ReadOnlySpan<char> text) => text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0;

    /// <summary>The unit at which each code point starts.</summary>
    public static int[] Starts(string text)
    {
        var starts = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i += LengthAt(text, i)) starts.Add(i);
        return [.. starts];
    }

    /// <summary>The code points as texts.</summary>
    public static IEnumerable<string> Split(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var length = LengthAt(text, i);
            yield return text.Substring(i, length);
            i += length;
        }
    }

    public static int LengthAt(string text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    /// <summary>White space as Python has it: .NET's, and the four separators of ASCII.</summary>
    public static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\u001c' and <= '\u001f';

    /// <summary>Whether Python writes a code point as it is when it quotes a text.</summary>
    public static bool IsPrintable(string text, int index) => text[index] == ' ' || CharUnicodeInfo.GetUnicodeCategory(text, index) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);

    /// <summary>Compares in the order of code points; that of UTF-16 differs above U+FFFF.</summary>
    public static int Compare(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length) return left.Length.CompareTo(right.Length);
        var (a, b) = (left[common], right[common]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }
}
