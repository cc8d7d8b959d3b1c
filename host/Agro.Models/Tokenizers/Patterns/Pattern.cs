using System.Text;
using Agro.Models.Tokenizers.Files;

namespace Agro.Models.Tokenizers.Patterns;

/// <summary>What a normalizer replaces or a pre-tokenizer splits at.</summary>
internal abstract class Pattern
{
    /// <summary>Covers a text with matches and the gaps between them, in order.</summary>
    public abstract void Find(ReadOnlySpan<char> text, List<TextRange> ranges);

    /// <summary>Replaces every match by the same text.</summary>
    public virtual string Replace(string text, string content)
    {
        var ranges = new List<TextRange>();
        Find(text, ranges);
        if (!ranges.Exists(range => range.IsMatch)) return text;
        var result = new StringBuilder(text.Length);
        foreach (var range in ranges)
        {
            if (range.IsMatch) result.Append(content);
            else result.Append(text, range.Start, range.End - range.Start);
        }
        return result.ToString();
    }

    /// <summary>Reads <c>{"String": …}</c> or <c>{"Regex": …}</c>.</summary>
    public static Pattern Read(JsonPart part)
    {
        if (part.Optional("String") is { } literal) return new LiteralPattern(literal.Text());
        if (part.Optional("Regex") is not { } regex) throw part.Fault("has neither 'String' nor 'Regex'");
        try
        {
            return new RegexPattern(OnigurumaPattern.Translate(regex.Text()));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw regex.Fault($"not a supported regular expression: {exception.Message}");
        }
    }
}
