namespace Agro.Plugins.Rewards.Mathematics.Extraction;

/// <summary>Finds <c>\boxed{…}</c>.</summary>
internal static class Boxes
{
    private const int MaxJoined = 50;
    private const int MaxUnclosed = 20;

    /// <summary>The content of the last box that is closed, or that the text ends in.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The content; null where there is no box.</returns>
    public static string? Last(string text) => FindLast(text, text.Length)?.Content;

    /// <summary>
    /// The answer in the last box, with those of the boxes before it that only "and", commas or names are between, and a percent sign
    /// behind it.
    /// </summary>
    /// <param name="text">The text.</param>
    public static string? LastAnswer(string text)
    {
        if (FindLast(text, text.Length) is not { } last) return null;
        var answer = last.Content;
        var first = last;
        for (var i = 0; i < MaxJoined && FindLast(text, first.Start) is { } before && before.End <= first.Start; i++)
        {
            if (!Connectives.Join(text.AsSpan(before.End, first.Start - before.End))) break;
            answer = $"{before.Content}, {answer}";
            first = before;
        }
        return Connectives.IsPercent(text.AsSpan(last.End)) ? answer + "\\%" : answer;
    }

    // A text of boxes that are never closed is searched no further.
    private static Span? FindLast(string text, int end)
    {
        for (var tries = 0; end > 0 && tries < MaxUnclosed; tries++)
        {
            var at = text.LastIndexOf("\\boxed", end - 1, end, StringComparison.Ordinal);
            if (at < 0) return null;
            if (Read(text, at) is { } box) return box;
            end = at;
        }

        return null;
    }

    private static Span? Read(string text, int at)
    {
        var start = at + "\\boxed".Length;
        if (start >= text.Length || char.IsAsciiLetter(text[start])) return null;
        while (start < text.Length && text[start] == ' ') start++;
        if (start == text.Length) return null;
        if (text[start] != '{')
        {
            // "\boxed 7": one word.
            var stop = start;
            while (stop < text.Length && !char.IsWhiteSpace(text[stop]) && text[stop] is not ('$' or '.' or ',')) stop++;
            return new(at, stop, text[start..stop]);
        }
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '{') depth++;
            else if (text[i] == '}' && --depth == 0) return new(at, i + 1, text[(start + 1)..i].Trim());
        }
        return null;
    }

    private readonly record struct Span(int Start, int End, string Content);
}
