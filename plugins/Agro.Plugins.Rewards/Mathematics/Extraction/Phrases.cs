namespace Agro.Plugins.Rewards.Mathematics.Extraction;

/// <summary>Finds what follows "the answer is".</summary>
internal static class Phrases
{
    private const int MaxLength = 600;

    private static readonly string[] Announcements =
    [
        "answer is", "answer:", "answers are", "answer :", "answer**:", "answer:**", "answer**", "final answer", "solution is:", "réponse est", "réponse :", "réponse:", "respuesta es",
        "respuesta:", "antwort ist", "antwort lautet", "antwort:", "risposta è", "ответ:", "答案是", "答案为", "答案：", "答案:", "الجواب هو", "الإجابة هي",
    ];

    /// <summary>The text behind the last announcement, up to the end of its sentence.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text; null where there is no announcement.</returns>
    public static string? Last(string text)
    {
        var start = -1;
        foreach (var announcement in Announcements)
        {
            var at = text.LastIndexOf(announcement, StringComparison.OrdinalIgnoreCase);
            if (at >= 0) start = Math.Max(start, at + announcement.Length);
        }
        // The last line of some worked solutions: "A: 72".
        if (text.LastIndexOf("\nA:", StringComparison.Ordinal) is var line and >= 0) start = Math.Max(start, line + 3);
        if (start < 0) return null;
        var rest = text.AsSpan(start, Math.Min(MaxLength, text.Length - start)).TrimStart(" \t:*\r\n：=");
        var sentence = rest[..EndOfSentence(rest)].Trim().TrimEnd('.').TrimEnd("*。").Trim();
        // "Final Answer: The volume of $ABCD$ is 120."
        var verb = sentence.LastIndexOf(" is ");
        if (verb >= 0 && !sentence[(verb + 4)..].TrimStart().IsEmpty) sentence = sentence[(verb + 4)..].TrimStart(" :");
        return sentence.IsEmpty ? null : sentence.ToString();
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
