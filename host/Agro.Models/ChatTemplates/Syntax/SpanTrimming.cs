using Agro.Models.ChatTemplates.Operations;

namespace Agro.Models.ChatTemplates.Syntax;

/// <summary>Trimming by Python's white space.</summary>
internal static class SpanTrimming
{
    public static ReadOnlySpan<char> TrimEndSpace(this ReadOnlySpan<char> text)
    {
        var end = text.Length;
        while (end > 0 && CodePoints.IsSpace(text[end - 1])) end--;
        return text[..end];
    }
}
