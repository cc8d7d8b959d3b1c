using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>Takes texts apart.</summary>
internal static class Splitting
{
    public static ListValue Split(string text, Arguments arguments, Rendering rendering, bool fromRight)
    {
        var bound = arguments.Bind(fromRight ? "rsplit" : "split", 0, "sep", "maxsplit");
        var most = bound.Int32(1, -1);
        if (most < 0) most = int.MaxValue;
        if (bound.TextOrNull(0) is not { } separator) return ToList(fromRight ? FromRight(text, most) : Words(text, most), rendering);
        if (separator.Length == 0) throw new TemplateFault("split(): the separator is empty");
        return ToList(fromRight ? FromRight(text, separator, most) : Parts(text, separator, most), rendering);
    }

    public static TupleValue Partition(string text, string separator, bool fromRight)
    {
        if (separator.Length == 0) throw new TemplateFault("partition(): the separator is empty");
        var at = fromRight ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        if (at < 0) return fromRight ? new TupleValue("", "", text) : new TupleValue(text, "", "");
        return new TupleValue(text[..at], separator, text[(at + separator.Length)..]);
    }

    /// <summary>The lines of a text, as <c>splitlines</c> tells them apart.</summary>
    public static IEnumerable<string> Lines(string text, bool withEnds = false)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && !EndsLine(text[end])) end++;
            var next = end < text.Length && text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : Math.Min(end + 1, text.Length);
            yield return text[start..(withEnds ? next : end)];
            start = next;
        }
    }

    public static ListValue ToList(IEnumerable<string> parts, Rendering rendering)
    {
        var items = new List<object?>();
        foreach (var part in parts)
        {
            items.Add(part);
            rendering.Spend(4 + part.Length);
        }

        rendering.SpendItems(items.Count);
        return new ListValue(items);
    }

    private static bool EndsLine(char character) =>
        character is '\n' or '\r' or '\v' or '\f' or (>= '\u001c' and <= '\u001e') or '\u0085' or '\u2028' or '\u2029';

    private static IEnumerable<string> Parts(string text, string separator, int most)
    {
        var start = 0;
        for (int at; most > 0 && (at = text.IndexOf(separator, start, StringComparison.Ordinal)) >= 0; most--)
        {
            yield return text[start..at];
            start = at + separator.Length;
        }

        yield return text[start..];
    }

    private static IEnumerable<string> FromRight(string text, string separator, int most)
    {
        var parts = new List<string>();
        var end = text.Length;
        for (int at; most > 0 && (at = text.AsSpan(0, end).LastIndexOf(separator, StringComparison.Ordinal)) >= 0; most--)
        {
            parts.Add(text[(at + separator.Length)..end]);
            end = at;
        }

        parts.Add(text[..end]);
        parts.Reverse();
        return parts;
    }

    private static IEnumerable<string> Words(string text, int most)
    {
        var start = 0;
        while (true)
        {
            while (start < text.Length && CodePoints.IsSpace(text[start])) start++;
            if (start == text.Length) yield break;
            if (most-- == 0)
            {
                yield return text[start..];
                yield break;
            }

            var end = start;
            while (end < text.Length && !CodePoints.IsSpace(text[end])) end++;
            yield return text[start..end];
            start = end;
        }
    }

    private static List<string> FromRight(string text, int most)
    {
        var parts = new List<string>();
        var end = text.Length;
        while (true)
        {
            while (end > 0 && CodePoints.IsSpace(text[end - 1])) end--;
            if (end == 0) break;
            if (most-- == 0)
            {
                parts.Add(text[..end]);
                break;
            }

            var start = end;
            while (start > 0 && !CodePoints.IsSpace(text[start - 1])) start--;
            parts.Add(text[start..end]);
            end = start;
        }

        parts.Reverse();
        return parts;
    }
}
