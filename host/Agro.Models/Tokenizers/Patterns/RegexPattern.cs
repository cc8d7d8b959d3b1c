using System.Buffers;
using System.Text.RegularExpressions;

namespace Agro.Models.Tokenizers.Patterns;

/// <summary>Matches a regular expression whose unit is the character, also beyond U+FFFF, where .NET's own unit is half of one.</summary>
internal sealed class RegexPattern(string pattern) : Pattern
{
    private readonly Regex _regex = new(pattern, RegexOptions.Compiled | RegexOptions.CultureInvariant);

    public override void Find(ReadOnlySpan<char> text, List<TextRange> ranges)
    {
        if (text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            Collect(text, default, ranges);
            return;
        }
        var shadow = ArrayPool<char>.Shared.Rent(text.Length);
        var offsets = ArrayPool<int>.Shared.Rent(text.Length + 1);
        var length = ShadowText.Write(text, shadow, offsets);
        Collect(shadow.AsSpan(0, length), offsets.AsSpan(0, length + 1), ranges);
        ArrayPool<char>.Shared.Return(shadow);
        ArrayPool<int>.Shared.Return(offsets);
    }

    private void Collect(ReadOnlySpan<char> text, ReadOnlySpan<int> offsets, List<TextRange> ranges)
    {
        var previous = 0;
        foreach (var match in _regex.EnumerateMatches(text))
        {
            if (match.Index > previous) ranges.Add(Range(previous, match.Index, false, offsets));
            previous = match.Index + match.Length;
            ranges.Add(Range(match.Index, previous, true, offsets));
        }
        if (previous < text.Length) ranges.Add(Range(previous, text.Length, false, offsets));
    }

    private static TextRange Range(int start, int end, bool isMatch, ReadOnlySpan<int> offsets) =>
        offsets.IsEmpty ? new TextRange(start, end, isMatch) : new TextRange(offsets[start], offsets[end], isMatch);
}
