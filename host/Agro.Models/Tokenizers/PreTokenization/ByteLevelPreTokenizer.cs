using Agro.Models.Tokenizers.Bpe;
using Agro.Models.Tokenizers.Patterns;

namespace Agro.Models.Tokenizers.PreTokenization;

/// <summary>GPT-2's splitting into words (Radford et al. 2019), and the writing of bytes as characters.</summary>
/// <param name="addPrefixSpace">Whether a space is put before text that does not begin with one.</param>
/// <param name="useRegex">Whether it splits.</param>
/// <param name="writesBytes">Whether it writes bytes as characters; not where the model takes bytes itself.</param>
internal sealed class ByteLevelPreTokenizer(bool addPrefixSpace, bool useRegex, bool writesBytes) : IPreTokenizer
{
    private const string Words = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private readonly SplitPreTokenizer? _split = useRegex ? new(new RegexPattern(Words), SplitBehavior.Isolated, invert: false) : null;

    public void Split(Piece piece, List<Piece> parts)
    {
        if (addPrefixSpace && !piece.Span.StartsWith(' ')) piece = piece.With(string.Concat(" ", piece.Span));
        var first = parts.Count;
        if (_split is null) parts.Add(piece);
        else _split.Split(piece, parts);
        for (var i = first; writesBytes && i < parts.Count; i++) parts[i] = parts[i].With(ByteAlphabet.Write(parts[i].Span));
    }
}
