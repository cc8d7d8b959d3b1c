namespace Agro.Models.Tokenizers.Patterns;

/// <summary>Matches a text, character by character.</summary>
internal sealed class LiteralPattern(string literal) : Pattern
{
    public override void Find(ReadOnlySpan<char> text, List<TextRange> ranges)
    {
        var start = 0;
        while (literal.Length > 0 && text[start..].IndexOf(literal, StringComparison.Ordinal) is >= 0 and var gap)
        {
            if (gap > 0) ranges.Add(new TextRange(start, start + gap, false));
            ranges.Add(new TextRange(start + gap, start + gap + literal.Length, true));
            start += gap + literal.Length;
        }
        if (start < text.Length) ranges.Add(new TextRange(start, text.Length, false));
    }

    public override string Replace(string text, string content) =>
        literal.Length == 0 ? text : text.Replace(literal, content, StringComparison.Ordinal);
}
