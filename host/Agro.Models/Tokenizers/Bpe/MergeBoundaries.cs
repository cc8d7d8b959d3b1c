namespace Agro.Models.Tokenizers.Bpe;

/// <summary>
/// Finds places where a text can be cut without changing its tokens: between two characters such that no merge joins a token that
/// ends in the first to one that begins with the second. It turns a text without pre-tokenizer (SentencePiece style) into words that can be cached.
/// </summary>
internal sealed class MergeBoundaries(SymbolTable symbols)
{
    private readonly HashSet<uint> _bridged = [];
    private readonly ulong[] _bridgedAscii = new ulong[128 * 128 / 64];

    /// <summary>False where merges take part in which ids do not stand for their own text (bytes, the unknown token): then nothing is known.</summary>
    public bool Usable { get; private set; } = true;

    public void Learn(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int leftId, int rightId)
    {
        if (symbols.IsStandIn(leftId) || symbols.IsStandIn(rightId)) Usable = false;
        if (left.IsEmpty || right.IsEmpty) return;
        var (a, b) = (left[^1], right[0]);
        _bridged.Add(((uint)a << 16) | b);
        if ((a | b) < 128) _bridgedAscii[(a << 7 | b) >> 6] |= 1UL << (b & 63);
    }

    /// <summary>How many characters from the start stand apart from the rest.</summary>
    public int FirstCut(ReadOnlySpan<char> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (IsCut(text[i - 1], text[i])) return i;
        }
        return text.Length;
    }

    // Half a surrogate pair is no symbol of its own, so that no cut is ever seen beside one.
    private bool IsCut(char a, char b)
    {
        if ((a | b) < 128 && (_bridgedAscii[(a << 7 | b) >> 6] & (1UL << (b & 63))) != 0) return false;
        return symbols.Of(a) >= 0 && symbols.Of(b) >= 0 && !_bridged.Contains(((uint)a << 16) | b);
    }
}
