namespace Agro.Models.Tokenizers.Bpe;

/// <summary>
/// What becomes of symbols that the vocabulary lacks: the unknown token, one for each or one for a run of them; nothing where there is no unknown token.
/// The token is written when the run ends, as the reference implementation does: bytes that stand for a character do not end it.
/// </summary>
/// <param name="Token">The unknown token's id, or -1.</param>
/// <param name="Fuse">Whether a run becomes one token.</param>
internal record struct UnknownRun(int Token, bool Fuse)
{
    private bool _open;

    public void Meet(Span<int> symbols, ref int count)
    {
        if (!Fuse) End(symbols, ref count);
        _open = Token >= 0;
    }

    public void End(Span<int> symbols, ref int count)
    {
        if (_open) symbols[count++] = Token;
        _open = false;
    }
}
