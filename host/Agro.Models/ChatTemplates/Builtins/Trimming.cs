using Agro.Models.ChatTemplates.Operations;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>Takes characters from the ends of texts.</summary>
internal static class Trimming
{
    /// <summary>Takes away white space, or the given code points, for as long as there are some.</summary>
    public static string Strip(string text, string? characters, bool atStart, bool atEnd)
    {
        var (start, end) = (0, text.Length);
        var taken = characters is null ? null : CodePoints.Split(characters).ToHashSet(StringComparer.Ordinal);
        while (atStart && start < end && LengthAt(start) is > 0 and var length) start += length;
        while (atEnd && end > start && LengthBefore(end, start) is > 0 and var length) end -= length;
        return text[start..end];

        int LengthAt(int index)
        {
            if (taken is null) return CodePoints.IsSpace(text[index]) ? 1 : 0;
            var length = CodePoints.LengthAt(text, index);
            return taken.Contains(text.Substring(index, length)) ? length : 0;
        }

        int LengthBefore(int index, int least)
        {
            var isPair = index - 2 >= least && CodePoints.LengthAt(text, index - 2) == 2;
            return LengthAt(index - (isPair ? 2 : 1));
        }
    }

    public static string RemovePrefix(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;

    public static string RemoveSuffix(string text, string suffix) =>
        suffix.Length > 0 && text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text;
}
