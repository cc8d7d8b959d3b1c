using System.Runtime.CompilerServices;

namespace Agro.Models.Tokenizers.Bpe;

/// <summary>From a pair of token ids to the rank of its merge and the id that it makes: open addressing, one cache line a look-up.</summary>
internal sealed class MergeTable
{
    /// <summary>The rank of a pair that does not merge.</summary>
    public const int NoRank = int.MaxValue;

    private readonly Slot[] _slots;
    private readonly int _shift;

    /// <param name="merges">Pair and made id, by rank. Of a pair that comes twice the later rank counts, as in the reference implementation.</param>
    public MergeTable(IReadOnlyList<(ulong Pair, int Id)> merges)
    {
        var bits = Math.Max(4, 65 - System.Numerics.BitOperations.LeadingZeroCount((ulong)merges.Count));
        _shift = 64 - bits;
        _slots = new Slot[1 << bits];
        Array.Fill(_slots, new Slot(ulong.MaxValue, NoRank, -1));
        for (var rank = 0; rank < merges.Count; rank++)
        {
            var (pair, id) = merges[rank];
            _slots[Index(pair)] = new Slot(pair, rank, id);
        }
    }

    public static ulong Pair(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    /// <summary>Looks a pair up.</summary>
    /// <returns>The rank, or <see cref="NoRank"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Rank(int left, int right, out int id)
    {
        ref readonly var slot = ref _slots[Index(Pair(left, right))];
        id = slot.Id;
        return slot.Rank;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Index(ulong pair)
    {
        var slots = _slots;
        var index = (int)((pair * 0x9E3779B97F4A7C15) >> _shift);
        while (slots[index].Pair != pair && slots[index].Pair != ulong.MaxValue) index = (index + 1) & (slots.Length - 1);
        return index;
    }

    private readonly record struct Slot(ulong Pair, int Rank, int Id);
}
