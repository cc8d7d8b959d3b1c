using System.Buffers;

namespace Agro.Models.Tokenizers.Bpe;

/// <summary>Turns words into token ids: symbols first, then merges. Safe to call from several threads.</summary>
internal sealed class BpeModel
{
    private readonly BpeOptions _options;
    private readonly IWordSymbols _symbols;
    private readonly MergeTable _merges;
    private readonly MergeBoundaries? _boundaries;
    private readonly WordCache _cache = new();

    public BpeModel(BpeOptions options, IWordSymbols symbols, MergeTable merges, MergeBoundaries? boundaries)
    {
        (_options, _symbols, _merges) = (options, symbols, merges);
        _boundaries = boundaries is { Usable: true } ? boundaries : null;
    }

    /// <summary>Encodes a word that the pre-tokenizer has cut out.</summary>
    public void Encode(ReadOnlySpan<char> word, List<int> ids)
    {
        // A word that is a token as it stands must be seen whole.
        if (_boundaries is null || _options.IgnoreMerges)
        {
            EncodePart(word, ids);
            return;
        }
        while (!word.IsEmpty)
        {
            var length = _boundaries.FirstCut(word);
            EncodePart(word[..length], ids);
            word = word[length..];
        }
    }

    private void EncodePart(ReadOnlySpan<char> word, List<int> ids)
    {
        if (word.Length > WordCache.LongestWord)
        {
            EncodeAnew(word, ids);
            return;
        }
        if (_cache.TryGet(word, out var place, out var known))
        {
            ids.AddRange(known.AsSpan());
            return;
        }
        var start = ids.Count;
        EncodeAnew(word, ids);
        _cache.Set(place, word, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ids)[start..]);
    }

    private void EncodeAnew(ReadOnlySpan<char> word, List<int> ids)
    {
        if (_options.IgnoreMerges && _symbols.WholeWord(word) is >= 0 and var whole)
        {
            ids.Add(whole);
            return;
        }
        var capacity = _symbols.Capacity(word.Length);
        var rented = capacity <= 256 ? null : ArrayPool<int>.Shared.Rent(capacity);
        var symbols = rented ?? stackalloc int[256];
        symbols = symbols[.._symbols.Write(word, symbols)];
        ids.AddRange(symbols[..PairMerging.Merge(symbols, _merges)]);
        if (rented is not null) ArrayPool<int>.Shared.Return(rented);
    }
}
