using System.Text.RegularExpressions;

namespace Agro.Plugins.Rewards.Mathematics.Extraction;

/// <summary>Answers that are one of the letters of a multiple choice.</summary>
internal static partial class ChoiceLetters
{
    /// <summary>The letter of a right answer: <c>D</c>, <c>(D)</c>, <c>(D) Alina</c>, <c>C Cecile</c>.</summary>
    /// <param name="gold">The right answer.</param>
    /// <returns>The letter; null where the answer is none.</returns>
    public static string? OfGold(string gold) => gold.Length <= 200 && MayBegin(gold) && Gold().Match(gold) is { Success: true } match ? match.Groups["letter"].Value : null;

    private static bool MayBegin(ReadOnlySpan<char> gold)
    {
        var rest = gold.TrimStart(" $(\n");
        return !rest.IsEmpty && rest[0] is (>= 'A' and <= 'J') or '\\';
    }

    /// <summary>The letter a text decides for.</summary>
    /// <param name="text">The text.</param>
    public static string? Find(string text)
    {
        var announced = Phrases.Last(text);
        foreach (var candidate in new[] { Boxes.Last(text), announced })
        {
            if (candidate is null) continue;
            if (Leading().Match(candidate[..Math.Min(candidate.Length, 60)]) is { Success: true } match) return match.Groups["letter"].Value;
        }
        // "A train leaves" decides for nothing.
        if (First().Match(text[..Math.Min(text.Length, 60)]) is { Success: true } first) return first.Groups["letter"].Value;
        var tail = text[Math.Max(0, text.Length - 400)..];
        return Marked().Matches(tail).LastOrDefault()?.Groups["letter"].Value;
    }

    [GeneratedRegex("""^\s*\$?(?:\\boxed\{)?\\?(?:text|textbf|mathrm)?\s*\{?\s*(?:\((?<letter>[A-J])\)|(?<letter>[A-J])(?=[.):}\s$]|$))(?:[.):]?\s*\}*\$?\s*$|[.):]?\s+\p{L}{2}[^=<>+^]*$|(?<=\))\s+[^\s=<>+*/^-].*$)""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Gold();

    [GeneratedRegex("""^[\s$*(\[{]*(?:\\text(?:bf)?\s*\{\s*|\\mathrm\{|\\boxed\{|[Oo]ption\s|[Cc]hoice\s)*[\s(*]*(?<letter>[A-J])(?![A-Za-z0-9'’^=+*/-]|\s+[a-z]|\s*[=+<>])""", RegexOptions.CultureInvariant)]
    private static partial Regex Leading();

    [GeneratedRegex("""^[\s$*(\[{]*(?<letter>[A-J])(?=[.):,;*\]}$]|\s*$|[^\x00-\x7f])""", RegexOptions.CultureInvariant)]
    private static partial Regex First();

    [GeneratedRegex("""(?<![A-Za-z])\((?<letter>[A-J])\)|\*\*(?<letter>[A-J])\b|\b(?:[Oo]ption|[Cc]hoice)\s+(?<letter>[A-J])\b""", RegexOptions.CultureInvariant)]
    private static partial Regex Marked();
}
