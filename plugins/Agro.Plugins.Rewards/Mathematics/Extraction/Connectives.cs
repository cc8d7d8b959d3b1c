using System.Text.RegularExpressions;

namespace Agro.Plugins.Rewards.Mathematics.Extraction;

/// <summary>What may be between or behind the parts of one answer.</summary>
internal static partial class Connectives
{
    private const int MaxLength = 80;

    /// <summary>Whether two formulas with this between them are one answer.</summary>
    /// <param name="between">The text between them.</param>
    public static bool Join(ReadOnlySpan<char> between) => between.Length <= MaxLength && Between().IsMatch(between);

    /// <summary>Whether a text begins with a percent sign, past the end of a formula.</summary>
    /// <param name="behind">The text.</param>
    public static bool IsPercent(ReadOnlySpan<char> behind) => Percent().IsMatch(behind[..Math.Min(behind.Length, 40)]);

    // "and", "or", commas; "$ for part (a) and $"; "$ and $y_2 =".
    [GeneratedRegex("""
        ^(?: \s | [,;+&$] | \\[,;:!\[\]()] | \\q?quad | \b(?:and|or)\b | \\(?:text|mbox|textrm)\s*\{ | \} | for\ part\ \([a-z]\)
           | \\+ | [a-zA-Z](?:_\{?[0-9a-z]+\}?)?\s*= )*$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Between();

    [GeneratedRegex("""^(?: \s | \$ | \\[)\]] )* (?: \\?% | percent | pct )""",
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Percent();
}
