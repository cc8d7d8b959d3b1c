using System.Globalization;
using System.Text;
using Agro.Models.ChatTemplates.Operations;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>Upper and lower case, with those characters that become several.</summary>
internal static class Casing
{
    public static string Upper(string text) => Ascii.IsValid(text) ? text.ToUpperInvariant() : Map(text, UpperOf);

    public static string Lower(string text)
    {
        if (Ascii.IsValid(text)) return text.ToLowerInvariant();
        if (!text.Contains('Σ')) return Map(text, LowerOf);
        var points = CodePoints.Split(text).ToList();
        return string.Concat(points.Select((point, i) => point == "Σ" && EndsWord(points, i) ? "ς" : LowerOf(point)));
    }

    /// <summary>Lower case for comparing.</summary>
    public static string Fold(string text)
    {
        // Beyond these, folding and lower case are the same for ASCII and Latin letters; others are refused.
        foreach (var character in text)
            if (character is > 'ÿ' && char.IsLetter(character) && char.ToUpperInvariant(character) != char.ToLowerInvariant(character))
                throw new TemplateFault("casefold() is supported for Latin letters up to U+00FF");
        return text.ToLowerInvariant().Replace("ß", "ss", StringComparison.Ordinal).Replace('µ', 'μ');
    }

    /// <summary>The first character in upper case, the rest in lower case.</summary>
    public static string Capitalize(string text)
    {
        if (text.Length == 0) return "";
        var length = CodePoints.LengthAt(text, 0);
        return TitleOf(text[..length]) + Lower(text)[Lower(text[..length]).Length..];
    }

    /// <summary>Letters that follow no letter in upper case, the others in lower case.</summary>
    public static string Title(string text)
    {
        var result = new StringBuilder(text.Length);
        var lower = false;
        foreach (var point in CodePoints.Split(text))
        {
            result.Append(lower ? LowerOf(point) : TitleOf(point));
            lower = IsCased(point);
        }

        return result.ToString();
    }

    public static string Swap(string text) => Map(text, point => IsUpper(point) ? LowerOf(point) : IsLower(point) ? UpperOf(point) : point);

    /// <summary>Whether all letters that have a case have this one, and there is one.</summary>
    public static bool Is(string text, bool upper)
    {
        var any = false;
        foreach (var point in CodePoints.Split(text))
        {
            var isTitle = CharUnicodeInfo.GetUnicodeCategory(point, 0) == UnicodeCategory.TitlecaseLetter;
            if (isTitle || (upper ? IsLower(point) : IsUpper(point))) return false;
            any |= upper ? IsUpper(point) : IsLower(point);
        }

        return any;
    }

    private static string Map(string text, Func<string, string> map) => string.Concat(CodePoints.Split(text).Select(map));

    private static string UpperOf(string point) => point == "ı" ? "I" : SpecialCasing.Upper(point) ?? point.ToUpperInvariant();

    private static string LowerOf(string point) => point == "İ" ? "i̇" : point.ToLowerInvariant();

    private static string TitleOf(string point)
    {
        // The small letters of Georgian have capitals, which titles do not use.
        if (point[0] is >= '\u10d0' and <= '\u10ff') return point;
        if (SpecialCasing.Title(point) is { } title) return title;
        var upper = UpperOf(point);
        return upper.Length > point.Length ? upper[..1] + Lower(upper[1..]) : upper;
    }

    private static bool IsCased(string point) => UpperOf(point) != point || LowerOf(point) != point;

    // Besides capital letters: Roman numerals and letters in circles, squares and boxes.
    private static bool IsUpper(string point) =>
        CharUnicodeInfo.GetUnicodeCategory(point, 0) == UnicodeCategory.UppercaseLetter
        || CodePoints.At(point, 0) is (>= 0x2160 and <= 0x216F) or (>= 0x24B6 and <= 0x24CF) or (>= 0x1F130 and <= 0x1F149)
            or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);

    // Besides small letters: those that stand high or low, and numerals and letters in circles.
    private static bool IsLower(string point) =>
        CharUnicodeInfo.GetUnicodeCategory(point, 0) == UnicodeCategory.LowercaseLetter
        || CodePoints.At(point, 0) is 0xAA or 0xBA or (>= 0x2B0 and <= 0x2B8) or 0x2C0 or 0x2C1 or (>= 0x2E0 and <= 0x2E4) or 0x345 or 0x37A
            or (>= 0x1D2C and <= 0x1D6A) or 0x1D78 or (>= 0x1D9B and <= 0x1DBF) or 0x2071 or 0x207F or (>= 0x2090 and <= 0x209C)
            or (>= 0x2170 and <= 0x217F) or (>= 0x24D0 and <= 0x24E9) or 0x2C7C or 0x2C7D or 0xA69C or 0xA69D or 0xA770 or 0xA7F8 or 0xA7F9
            or (>= 0xAB5C and <= 0xAB5F) or 0x10780 or (>= 0x10783 and <= 0x10785) or (>= 0x10787 and <= 0x107B0) or (>= 0x107B2 and <= 0x107BA);

    /// <summary>A sigma that ends a word has a form of its own; some marks belong to the word.</summary>
    private static bool EndsWord(List<string> points, int index)
    {
        var (before, after) = (index - 1, index + 1);
        while (before >= 0 && IsIgnored(points[before])) before--;
        while (after < points.Count && IsIgnored(points[after])) after++;
        return before >= 0 && IsCased(points[before]) && (after == points.Count || !IsCased(points[after]));
    }

    private static bool IsIgnored(string point) =>
        "'.:^`¨\u00ad¯´·¸’‘․‧".Contains(point, StringComparison.Ordinal) || CharUnicodeInfo.GetUnicodeCategory(point, 0) is UnicodeCategory.NonSpacingMark
            or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;
}
