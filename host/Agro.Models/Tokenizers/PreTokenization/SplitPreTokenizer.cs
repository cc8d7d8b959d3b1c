using Agro.Models.Tokenizers.Patterns;

namespace Agro.Models.Tokenizers.PreTokenization;

/// <summary>Splits at the matches of a pattern, or, inverted, at the gaps between them.</summary>
internal sealed class SplitPreTokenizer(Pattern pattern, SplitBehavior behavior, bool invert) : IPreTokenizer
{
    [ThreadStatic]
    private static List<TextRange>? scratch;

    public void Split(Piece piece, List<Piece> parts)
    {
        var ranges = scratch ??= [];
        ranges.Clear();
        pattern.Find(piece.Span, ranges);
        switch (behavior)
        {
            case SplitBehavior.Isolated:
                foreach (var range in ranges) parts.Add(piece.Part(range.Start, range.End));
                break;
            case SplitBehavior.Removed:
                foreach (var range in ranges)
                {
                    if (range.IsMatch == invert) parts.Add(piece.Part(range.Start, range.End));
                }
                break;
            case SplitBehavior.MergedWithNext: MergeWithNext(piece, ranges, parts); break;
            default: MergeForward(piece, ranges, parts); break;
        }
    }

    // A delimiter joins the part before it, unless that part is a delimiter too; contiguous ranges of one kind become one part.
    private void MergeForward(Piece piece, List<TextRange> ranges, List<Piece> parts)
    {
        var (start, end, previous) = (-1, -1, false);
        foreach (var range in ranges)
        {
            var delimiter = range.IsMatch != invert;
            var joins = behavior == SplitBehavior.Contiguous ? delimiter == previous : delimiter && !previous;
            if (!joins || start < 0)
            {
                if (start >= 0) parts.Add(piece.Part(start, end));
                start = range.Start;
            }
            (end, previous) = (range.End, delimiter);
        }
        if (start >= 0) parts.Add(piece.Part(start, end));
    }

    private void MergeWithNext(Piece piece, List<TextRange> ranges, List<Piece> parts)
    {
        var first = parts.Count;
        var (start, end, following) = (-1, -1, false);
        for (var i = ranges.Count - 1; i >= 0; i--)
        {
            var delimiter = ranges[i].IsMatch != invert;
            if (!(delimiter && !following) || start < 0)
            {
                if (start >= 0) parts.Add(piece.Part(start, end));
                end = ranges[i].End;
            }
            (start, following) = (ranges[i].Start, delimiter);
        }
        if (start >= 0) parts.Add(piece.Part(start, end));
        parts.Reverse(first, parts.Count - first);
    }
}
