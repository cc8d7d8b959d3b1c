using System.Buffers;

namespace Agro.Models.Tokenizers.Bpe;

/// <summary>Symbols first, then merges.</summary>
/// <param name="symbols">Takes a word apart.</param>
/// <param name="merges">What merges.</param>
/// <param name="ignoreMerges">Whether a word that is a token as it stands is that token, whatever the merges would make of it.</param>
internal sealed class PairEncoder(IWordSymbols symbols, MergeTable merges, bool ignoreMerges) : IWordEncoder
{
    private const int OnStack = 256;

    public void Encode(ReadOnlySpan<char> word, List<int> ids)
    {
        if (ignoreMerges && symbols.WholeWord(word) is >= 0 and var whole)
        {
            ids.Add(whole);
            return;
        }
        var capacity = symbols.Capacity(word.Length);
        var rented = capacity <= OnStack ? null : ArrayPool<int>.Shared.Rent(capacity);
        var buffer = rented ?? stackalloc int[OnStack];
        buffer = buffer[..symbols.Write(word, buffer)];
        ids.AddRange(buffer[..PairMerging.Merge(buffer, merges)]);
        if (rented is not null) ArrayPool<int>.Shared.Return(rented);
    }
}
