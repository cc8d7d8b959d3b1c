namespace Agro.Plugins.Rewards.Mathematics.Extraction;

/// <summary>Finds formulas in text: <c>$…$</c>, <c>$$…$$</c>, <c>\(…\)</c>, <c>\[…\]</c> and environments.</summary>
internal static class Formulas
{
    // What is before that has no final answer.
    private const int MaxSearched = 20_000;
    private const int MaxUnclosed = 20;

    /// <summary>The last formula, with those before it that only "and" or commas are between.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The formula and where it ends; null where there is none.</returns>
    public static (string Content, int End)? Last(string text)
    {
        var from = Math.Max(0, text.Length - MaxSearched);
        Formula? last = null;
        var answer = "";
        for (var at = from; Next(text, at) is { } formula; at = formula.End)
        {
            if (string.IsNullOrWhiteSpace(formula.Content)) continue;
            var joins = last is { } before && Connectives.Join(text.AsSpan(before.End, formula.Start - before.End));
            answer = joins ? $"{answer}, {formula.Content}" : formula.Content;
            last = formula;
        }
        if (last is not { } found) return null;
        return (Connectives.IsPercent(text.AsSpan(found.End)) ? answer + "\\%" : answer, found.End);
    }

    /// <summary>Whether a text has a formula.</summary>
    /// <param name="text">The text.</param>
    public static bool Has(string text) => Next(text, Math.Max(0, text.Length - MaxSearched)) is not null;

    private static Formula? Next(string text, int from)
    {
        var unclosed = 0;
        for (var at = from; at + 1 < text.Length; at++)
        {
            var formula = text[at] switch
            {
                '\\' => ReadCommand(text, at),
                '$' => text[at + 1] == '$' ? Until(text, at, 2, "$$", lines: true) : Until(text, at, 1, "$", lines: false),
                _ => null,
            };
            if (formula is not null) return formula;
            // Each that is not closed was searched to the end of the text.
            if (text[at] == '\\' && text[at + 1] is '[' or '(' && ++unclosed > MaxUnclosed) return null;
            if (text[at] is '\\' || (text[at] == '$' && text[at + 1] == '$')) at++;
        }
        return null;
    }

    private static Formula? ReadCommand(string text, int at) => text[at + 1] switch
    {
        '[' => Until(text, at, 2, "\\]", lines: true),
        '(' => Until(text, at, 2, "\\)", lines: true),
        'b' when text.AsSpan(at).StartsWith("\\begin{align") || text.AsSpan(at).StartsWith("\\begin{equation") => ReadEnvironment(text, at),
        _ => null,
    };

    private static Formula? Until(string text, int start, int length, string close, bool lines)
    {
        for (var i = start + length; i < text.Length; i++)
        {
            if (!lines && text[i] == '\n') return null;
            if (string.CompareOrdinal(text, i, close, 0, close.Length) == 0)
            {
                var content = text[(start + length)..i];
                // "costs $5 and the other one $6" is no formula.
                return !lines && IsProse(content) ? null : new(start, i + close.Length, content.Trim());
            }
            if (text[i] == '\\') i++;
        }
        return null;
    }

    // The last line says what was found.
    private static Formula? ReadEnvironment(string text, int at)
    {
        var open = text.IndexOf('}', at);
        var end = open < 0 ? -1 : text.IndexOf("\\end{", open, StringComparison.Ordinal);
        if (end < 0) return null;
        var content = text[(open + 1)..end].Trim();
        var line = content.TrimEnd('\\').LastIndexOf("\\\\", StringComparison.Ordinal);
        var last = (line < 0 ? content : content[(line + 2)..]).Replace("&", "", StringComparison.Ordinal).Trim();
        var stop = text.IndexOf('}', end + 5);
        return new(at, stop < 0 ? text.Length : stop + 1, last);
    }

    // One word may be an answer, words beside numbers are a sentence with prices.
    private static bool IsProse(string content)
    {
        var (words, length) = (0, 0);
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '\\')
            {
                // A command and its group of text are no prose.
                while (i + 1 < content.Length && char.IsAsciiLetter(content[i + 1])) i++;
                if (i + 1 < content.Length && content[i + 1] == '{' && IsVerbatim(content.AsSpan(0, i + 1)))
                    i = content.IndexOf('}', i) is var close and > 0 ? close : i;
                continue;
            }
            var start = i;
            while (i < content.Length && char.IsLetter(content[i])) i++;
            if (!Prose.IsSentenceWord(content[start..i])) continue;
            words++;
            length += i - start;
        }
        return words > 1 || (words == 1 && length < content.AsSpan().Trim().Length);
    }

    private static bool IsVerbatim(ReadOnlySpan<char> upToCommand) => upToCommand.EndsWith("\\text") || upToCommand.EndsWith("\\mbox")
        || upToCommand.EndsWith("\\mathrm") || upToCommand.EndsWith("\\begin") || upToCommand.EndsWith("\\end") || upToCommand.EndsWith("\\operatorname")
        || upToCommand.EndsWith("\\mathbf") || upToCommand.EndsWith("\\mathit");

    private readonly record struct Formula(int Start, int End, string Content);
}
