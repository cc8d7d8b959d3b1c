using System.Buffers;
using System.Text;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>Answers as text, without what only changes how they look.</summary>
internal static class TextForm
{
    private static readonly string[] Invisible =
        ["\\left", "\\right", "\\displaystyle", "\\!", "\\,", "\\;", "\\:", "\\ ", "$", "\\textbf", "\\textit", "\\textrm", "\\text", "\\mathrm", "\\mathbf", "\\mbox"];

    private static readonly SearchValues<char> NotInWords = SearchValues.Create("0123456789+=/^<>[]|&#@%");

    /// <summary>The text without space that has no meaning.</summary>
    /// <param name="answer">The answer.</param>
    public static string Of(string answer)
    {
        var text = answer.AsSpan().Trim().TrimEnd('.').TrimEnd('\\').TrimEnd();
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            // Space between digits or words has a meaning: 1 1/2.
            if (char.IsWhiteSpace(text[i]) && (plain.Length == 0 || i + 1 == text.Length || !Joins(plain[^1]) || !Joins(text[i + 1]))) continue;
            plain.Append(char.IsWhiteSpace(text[i]) ? ' ' : text[i]);
        }
        return plain.ToString();
    }

    private static bool Joins(char c) => char.IsLetterOrDigit(c) || c is '.' or ',' or '-' || char.IsWhiteSpace(c);

    /// <summary>Whether two answers in words are the same words, boxed as text or not.</summary>
    /// <param name="gold">An answer.</param>
    /// <param name="answer">Another.</param>
    public static bool AreSameWords(string gold, string answer) =>
        Words(gold) is { } a && Words(answer) is { } b
        && (string.Equals(a, b, StringComparison.OrdinalIgnoreCase) || (AfterVerb(answer) is { } said && string.Equals(a, Words(said), StringComparison.OrdinalIgnoreCase)));

    // "The function is even" says even, "is not even" does not.
    private static string? AfterVerb(string answer) =>
        answer.LastIndexOf(" is ", StringComparison.Ordinal) is var verb and >= 0 ? answer[(verb + 4)..] : null;

    // "an ellipse" is an ellipse.
    private static ReadOnlySpan<char> WithoutArticle(ReadOnlySpan<char> words)
    {
        var space = words.IndexOf(' ');
        return space is > 0 and <= 3 && words.Length > space + 3 && words[..space] is "a" or "an" or "the" or "A" or "An" or "The" ? words[space..].Trim() : words;
    }

    /// <summary>The words of an answer; null where it is no words, or longer than words are.</summary>
    /// <param name="answer">The answer.</param>
    public static string? Words(string answer)
    {
        if (answer.Length > 200 || answer.AsSpan().IndexOfAny(NotInWords) >= 0) return null;
        foreach (var mark in Invisible)
            if (answer.Contains(mark, StringComparison.Ordinal)) answer = answer.Replace(mark, " ", StringComparison.Ordinal);
        // "(B)" is B, "f(x)" is no word.
        var bare = answer.AsSpan().Trim(" {}.*");
        if (bare is ['(', _, ')']) bare = bare[1..2];
        bare = WithoutArticle(bare);
        var words = new StringBuilder(bare.Length);
        foreach (var c in bare)
        {
            if (char.IsLetter(c)) words.Append(c);
            else if (c is '\'' or '-' or '_') words.Append(c);
            else if (!char.IsWhiteSpace(c) && c is not ('{' or '}')) return null;
        }
        return words.Length == 0 ? null : words.ToString();
    }
}
