using System.Buffers;

namespace Agro.Models.Tokenizers.Bpe;

/// <summary>Merges a long word in O(n log n): a queue of pairs by rank and place, and a linked list of the symbols that are left.</summary>
internal ref struct MergeQueue
{
    private const int Gone = -2;
    private readonly Span<int> _symbols;
    private readonly Span<int> _next;
    private readonly Span<int> _previous;
    private readonly MergeTable _merges;
    private readonly PriorityQueue<int, ulong> _queue;

    private MergeQueue(Span<int> symbols, Span<int> links, MergeTable merges)
    {
        _symbols = symbols;
        _merges = merges;
        _next = links[..symbols.Length];
        _previous = links[symbols.Length..];
        _queue = new PriorityQueue<int, ulong>(symbols.Length);
        for (var i = 0; i < symbols.Length; i++)
        {
            _next[i] = i + 1 < symbols.Length ? i + 1 : -1;
            _previous[i] = i - 1;
        }
        for (var i = 0; i + 1 < symbols.Length; i++) Offer(i);
    }

    public static int Run(Span<int> symbols, MergeTable merges)
    {
        var links = ArrayPool<int>.Shared.Rent(2 * symbols.Length);
        var queue = new MergeQueue(symbols, links.AsSpan(0, 2 * symbols.Length), merges);
        queue.MergeAll();
        var count = 0;
        for (var i = 0; i >= 0; i = queue._next[i]) symbols[count++] = symbols[i];
        ArrayPool<int>.Shared.Return(links);
        return count;
    }

    private readonly void MergeAll()
    {
        while (_queue.TryDequeue(out var left, out var priority))
        {
            var right = _next[left];
            if (right < 0) continue;
            // A pair that has changed since it was queued was queued again under its new rank.
            var rank = _merges.Rank(_symbols[left], _symbols[right], out var made);
            if (rank == MergeTable.NoRank || rank != (int)(priority >> 32)) continue;
            _symbols[left] = made;
            var after = _next[right];
            _next[left] = after;
            if (after >= 0) _previous[after] = left;
            _next[right] = Gone;
            if (_previous[left] >= 0) Offer(_previous[left]);
            Offer(left);
        }
    }

    private readonly void Offer(int left)
    {
        var right = _next[left];
        if (right < 0) return;
        var rank = _merges.Rank(_symbols[left], _symbols[right], out _);
        if (rank != MergeTable.NoRank) _queue.Enqueue(left, ((ulong)(uint)rank << 32) | (uint)left);
    }
}
