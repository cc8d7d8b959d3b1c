using Agro.Models.Tokenizers.Patterns;

namespace Agro.Models.Tokenizers.PreTokenization;

/// <summary>SentencePiece's way with spaces: they become a visible character, with which words begin.</summary>
/// <param name="replacement">The character for a space.</param>
/// <param name="scheme">Whether one is put before the text.</param>
/// <param name="split">Whether words are split off.</param>
internal sealed class MetaspacePreTokenizer(string replacement, MetaspaceScheme scheme, bool split) : IPreTokenizer
{
    private readonly SplitPreTokenizer _split = new(new LiteralPattern(replacement), SplitBehavior.MergedWithNext, invert: false);

    public void Split(Piece piece, List<Piece> parts)
    {
        var text = piece.Span.ToString().Replace(" ", replacement, StringComparison.Ordinal);
        var prepends = scheme == MetaspaceScheme.Always || (scheme == MetaspaceScheme.First && piece.AtStart);
        if (prepends && !text.StartsWith(replacement, StringComparison.Ordinal)) text = replacement + text;
        piece = piece.With(text);
        if (split) _split.Split(piece, parts);
        else parts.Add(piece);
    }
}
