using System.Runtime.InteropServices;

namespace Agro.Models.Tokenizers.Bpe;

/// <summary>Turns the pre-tokenizer's words into token ids, and remembers the short ones. Safe to call from several threads.</summary>
/// <param name="encoder">Encodes a word.</param>
/// <param name="boundaries">Where words may be cut once more, or null.</param>
internal sealed class BpeModel(IWordEncoder encoder, MergeBoundaries? boundaries)
{
    private readonly WordCache _cache = new();

    public void Encode(ReadOnlySpan<char> word, List<int> ids)
    {
        while (!word.IsEmpty)
        {
            var length = boundaries?.FirstCut(word) ?? word.Length;
            EncodePart(word[..length], ids);
            word = word[length..];
        }
    }

    private void EncodePart(ReadOnlySpan<char> word, List<int> ids)
    {
        if (word.Length > WordCache.LongestWord)
        {
            encoder.Encode(word, ids);
            return;
        }
        if (_cache.TryGet(word, out var place, out var known))
        {
            ids.AddRange(known.AsSpan());
            return;
        }
        var start = ids.Count;
        encoder.Encode(word, ids);
        _cache.Set(place, word, CollectionsMarshal.AsSpan(ids)[start..]);
    }
}
