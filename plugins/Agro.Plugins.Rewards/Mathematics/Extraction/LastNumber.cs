using System.Text.RegularExpressions;

namespace Agro.Plugins.Rewards.Mathematics.Extraction;

/// <summary>Finds the last number of a text.</summary>
internal static partial class LastNumber
{
    // No number is longer, and the search looks at no more.
    private const int Window = 80;

    /// <summary>The last number, in a form that the parser reads.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The number; null where there is none.</returns>
    public static string? Find(string text)
    {
        var digit = text.AsSpan().LastIndexOfAnyInRange('0', '9');
        if (digit < 0) return null;
        var start = Math.Max(0, digit - Window);
        var match = Number().Matches(text[start..Math.Min(text.Length, digit + 2)]).LastOrDefault();
        if (match is null) return text[digit].ToString();
        var number = match.Groups["comma"].Success ? match.Value.Replace(',', '.') : match.Value;
        number = number.Replace("$", "", StringComparison.Ordinal).Replace("\u00a0", "", StringComparison.Ordinal).Replace("\u202f", "", StringComparison.Ordinal);
        return Connectives.IsPercent(text.AsSpan(start + match.Index + match.Length)) ? number + "\\%" : number;
    }

    /// <summary>The last whole number of a text, with its sign, without separators.</summary>
    /// <param name="text">The text.</param>
    public static string? FindInteger(string text)
    {
        var digit = text.AsSpan().LastIndexOfAnyInRange('0', '9');
        if (digit < 0) return null;
        var start = digit;
        while (start > 0 && char.IsAsciiDigit(text[start - 1])) start--;
        if (start > 0 && text[start - 1] == '-') start--;
        return text[start..(digit + 1)];
    }

    // A minus after a letter, digit or bracket is a subtraction. "2,74" has a decimal comma, "2,740" has not.
    [GeneratedRegex("""
        (?: (?<![\p{L}\p{N})\]]\s?) [-\u2212]\s? | (?<![\p{L}\p{N}]) \+ )? \$?
        (?: [0-9]{1,3} (?: [,\u00a0\u202f][0-9]{3} )+ (?![0-9]) (?: \.[0-9]+ )? | (?<comma> [0-9]+,[0-9]{1,2} (?![0-9,]) ) | [0-9]+ (?: \.[0-9]+ )? | (?<![0-9])\.[0-9]+ )
        (?: [eE][-+]?[0-9]{1,3} )? (?: \s?/\s?[0-9]+ )?
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
