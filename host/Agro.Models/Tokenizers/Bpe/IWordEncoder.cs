namespace Agro.Models.Tokenizers.Bpe;

/// <summary>Turns one word into token ids. Safe to call from several threads.</summary>
internal interface IWordEncoder
{
    void Encode(ReadOnlySpan<char> word, List<int> ids);
}
