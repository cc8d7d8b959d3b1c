using System.Buffers;

namespace Agro.Plugins.Rewards.Mathematics.Extraction;

/// <summary>Finds what follows "the answer is".</summary>
internal static class Phrases
{
    private const int MaxLength = 600;
    private const int MaxSearched = 20_000;

    private static readonly string[] Announcements =
    [
        "answer is", "answer:", "answers are", "answer :", "answer**:", "answer:**", "answer**", "solution is:", "réponse est", "réponse :", "réponse:", "respuesta es",
        "respuesta:", "antwort ist", "antwort lautet", "antwort:", "risposta è", "ответ:", "答案是", "答案为", "答案：", "答案:", "الجواب هو", "الإجابة هي",
    ];

    private static readonly SearchValues<string> AnyAnnouncement = SearchValues.Create(Announcements, StringComparison.OrdinalIgnoreCase);

    /// <summary>The text behind the last announcement, up to the end of its sentence.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text; null where there is no announcement.</returns>
    public static string? Last(string text)
    {
        var start = EndOfAnnouncement(text);
        // The last line of some worked solutions: "A: 72".
        if (text.LastIndexOf("\nA:", StringComparison.Ordinal) is var line and >= 0) start = Math.Max(start, line + 3);
        if (start < 0) return null;
        var rest = text.AsSpan(start, Math.Min(MaxLength, text.Length - start)).TrimStart(" \t:*\r\n：=");
        // "$\text{The answer is } x$": what is left of the formula.
        if (rest is ['}', ..] && rest.IndexOf('$') is var close and > 1) return $"${rest[1..close].Trim()}$";
        var sentence = rest[..EndOfSentence(rest)].Trim().TrimEnd('.').TrimEnd("*。").Trim();
        // "Final Answer: The volume of $ABCD$ is 120."
        var verb = sentence.LastIndexOf(" is ");
        if (verb >= 0 && !sentence[(verb + 4)..].TrimStart().IsEmpty) sentence = sentence[(verb + 4)..].TrimStart(" :");
        return sentence.IsEmpty ? null : sentence.ToString();
    }

    /// <summary>Where the last announcement ends; -1 where there is none.</summary>
    private static int EndOfAnnouncement(string text)
    {
        var from = Math.Max(0, text.Length - MaxSearched);
        var end = -1;
        while (text.AsSpan(from).IndexOfAny(AnyAnnouncement) is var offset and >= 0)
        {
            var at = from + offset;
            var length = 0;
            foreach (var announcement in Announcements)
                if (announcement.Length > length && text.AsSpan(at).StartsWith(announcement, StringComparison.OrdinalIgnoreCase)) length = announcement.Length;
            from = end = at + Math.Max(1, length);
        }
        return end;
    }

    private static int EndOfSentence(ReadOnlySpan<char> text)
    {
        var inFormula = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                inFormula = text[i + 1] is '[' or '(' || (inFormula && text[i + 1] is not (']' or ')'));
                i++;
            }
            else if (text[i] == '$') inFormula = !inFormula;
            else if (!inFormula && (text[i] is '\n' or '。' || (text[i] == '.' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]))))) return i;
        }
        return text.Length;
    }
}
