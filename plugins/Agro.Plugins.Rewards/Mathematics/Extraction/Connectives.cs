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
    public static bool IsPercent(ReadOnlySpan<char> behind)
    {
        var at = 0;
        while (at < behind.Length && (behind[at] is '$' or ' ' or '\t' || (behind[at] == '\\' && at + 1 < behind.Length && behind[at + 1] is ')' or ']')))
            at += behind[at] == '\\' ? 2 : 1;
        behind = behind[at..];
        return behind is ['%', ..] or ['\\', '%', ..] || behind.StartsWith("percent") || behind.StartsWith("pct");
    }

    // "and", "or", commas; "$ for part (a) and $"; "$ and $y_2 =".
    [GeneratedRegex("""
        ^(?: \s | [,;+&$] | \\[,;:!\[\]()] | \\q?quad | \b(?:and|or)\b | \\(?:text|mbox|textrm)\s*\{ | \} | for\ part\ \([a-z]\)
           | \\+ | [a-zA-Z](?:_\{?[0-9a-z]+\}?)?\s*= )*$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Between();
}
