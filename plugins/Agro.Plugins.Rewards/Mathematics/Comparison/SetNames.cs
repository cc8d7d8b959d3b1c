using System.Text.RegularExpressions;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>Sets that are named in words: "all real numbers", "no solution".</summary>
internal static partial class SetNames
{
    /// <summary>An answer with the symbol of its set instead of the words.</summary>
    /// <param name="answer">The answer.</param>
    public static string Symbol(string answer)
    {
        if (answer.Length is < 7 or > 80 || TextForm.Words(answer) is not { } words) return answer;
        if (Reals().IsMatch(words)) return "\\mathbb{R}";
        if (Integers().IsMatch(words)) return "\\mathbb{Z}";
        return Nothing().IsMatch(words) ? "\\emptyset" : answer;
    }

    // Words come without the space between them: "all real values of x".
    [GeneratedRegex("^(?:(?:the)?setof)?(?:all|any|every)?(?:the)?(?:realnumbers?|reals|realvalues?)(?:(?:of|for)?[a-z])?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reals();

    [GeneratedRegex("^(?:(?:the)?setof)?(?:all|any|every)(?:the)?integers?(?:(?:of|for)?[a-z])?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Integers();

    [GeneratedRegex("^(?:(?:the)?emptyset|(?:there(?:is|are))?no(?:real)?solutions?(?:exists?)?)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Nothing();
}
