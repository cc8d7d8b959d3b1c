using System.Text.RegularExpressions;

namespace Agro.Plugins.Rewards.Mathematics.Parsing;

/// <summary>Words before an answer that only announce it: "The answer is", "Total:", "about".</summary>
internal static partial class LeadingWords
{
    private const int MaxLength = 120;

    /// <summary>A text without the announcement it begins with.</summary>
    /// <param name="text">The text, trimmed.</param>
    /// <returns>What is left, empty where all of it was an announcement.</returns>
    public static string Drop(string text)
    {
        if (text.Length > MaxLength || text.Length < 2) return text;
        var match = Announcement().Match(text);
        if (match.Success) return text[match.Length..].TrimStart();
        return (text.EndsWith(':') || text.EndsWith(" is", StringComparison.Ordinal) || text.EndsWith(" are", StringComparison.Ordinal)) && !Limits().IsMatch(text)
            ? ""
            : text;
    }

    [GeneratedRegex("""
        ^(?: (?:(?:so|thus|hence|therefore),?\s+)? (?:the\s+|our\s+|my\s+)? (?:final\s+|correct\s+)? (?:answer|result|solution)s? (?: \s+(?:is|are|equals)\b:? | \s*: )
          | (?:exactly|about|approximately|approx\.?|around|USD|for\ all|for|all)$ )
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Announcement();

    // "not", "less than": what follows is not the answer itself.
    [GeneratedRegex("""\b(?:not|no|never|less|more|greater|fewer|least|most|over|under|above|below|between|yes|either)\b""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Limits();
}
