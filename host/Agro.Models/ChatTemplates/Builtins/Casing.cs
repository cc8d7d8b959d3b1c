using System.Globalization;
using System.Text;
using Agro.Models.ChatTemplates.Operations;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>Upper and lower case, with those characters that become several.</summary>
internal static class Casing
{
    // Unicode's SpecialCasing for upper case, without conditions: a character, then what it becomes.
    private const string Several =
        "ßSS ŉʼN ǰJ̌ ΐΪ́ ΰΫ́ ևԵՒ ẖH̱ ẗT̈ ẘW̊ ẙY̊ ẚAʾ ὐΥ̓ ὒΥ̓̀ ὔΥ̓́ ὖΥ̓͂ ᾶΑ͂ ῆΗ͂ ῒΪ̀ ῖΙ͂ ῗΪ͂ ῢΫ̀ ῤΡ̓ ῦΥ͂ ῧΫ͂ ῶΩ͂ ﬀFF ﬁFI ﬂFL ﬃFFI ﬄFFL ﬅST ﬆST ﬓՄՆ ﬔՄԵ ﬕՄԻ ﬖՎՆ ﬗՄԽ";

    private static readonly Dictionary<char, string> SeveralUpper = Several.Split(' ').ToDictionary(entry => entry[0], entry => entry[1..]);

    public static string Upper(string text) => Map(text, UpperOf);

    public static string Lower(string text)
    {
        var lower = Map(text, LowerOf);
        return text.Contains('Σ') ? WithFinalSigma(text, lower) : lower;
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

    public static string Swap(string text) => Map(text, point => IsUpper(point) ? LowerOf(point) : UpperOf(point));

    /// <summary>Whether all letters that have a case have this one, and there is one.</summary>
    public static bool Is(string text, bool upper)
    {
        var any = false;
        foreach (var point in CodePoints.Split(text))
        {
            if (!IsCased(point)) continue;
            if (IsUpper(point) != upper || CharUnicodeInfo.GetUnicodeCategory(point, 0) == UnicodeCategory.TitlecaseLetter) return false;
            any = true;
        }

        return any;
    }

    private static string Map(string text, Func<string, string> map) =>
        Ascii.IsValid(text) && map == UpperOf ? text.ToUpperInvariant() : string.Concat(CodePoints.Split(text).Select(map));

    private static string UpperOf(string point) => SeveralUpper.TryGetValue(point[0], out var several) ? several : point.ToUpperInvariant();

    private static string LowerOf(string point) => point == "İ" ? "i̇" : point.ToLowerInvariant();

    private static string TitleOf(string point)
    {
        var upper = UpperOf(point);
        return upper.Length > point.Length ? upper[..1] + Lower(upper[1..]) : upper;
    }

    private static bool IsCased(string point) => UpperOf(point) != point || LowerOf(point) != point;

    private static bool IsUpper(string point) => CharUnicodeInfo.GetUnicodeCategory(point, 0) == UnicodeCategory.UppercaseLetter;

    /// <summary>A sigma that ends a word has a form of its own.</summary>
    private static string WithFinalSigma(string text, string lower)
    {
        if (lower.Length != text.Length) return lower;
        var result = lower.ToCharArray();
        for (var i = 0; i < text.Length; i++)
            if (text[i] == 'Σ' && i > 0 && char.IsLetter(text[i - 1]) && (i + 1 == text.Length || !char.IsLetter(text[i + 1]))) result[i] = 'ς';
        return new string(result);
    }
}
