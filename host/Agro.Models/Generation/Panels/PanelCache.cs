using System.Runtime.InteropServices;

namespace Agro.Models.Generation.Panels;

/// <summary>
/// Keys and values, slot by slot in one block of memory: for each layer and key head the keys <c>[T/Lanes, hd, Lanes]</c>, then the
/// values <c>[T, hd]</c>. Both begin the same whatever T is, so growing and copying move prefixes.
/// </summary>
internal sealed unsafe class PanelCache : IDisposable
{
    private const int Lanes = PanelLinear.Lanes;
    private const int Bucket = 4 * Lanes;

    private readonly int _heads, _size, _most;
    private readonly nint[] _slots;
    private void* _memory;
    private int _length;

    public PanelCache(ModelConfig config, int slots)
    {
        (_heads, _size) = (config.LayerCount * config.KeyValueHeadCount, config.HeadSize);
        _most = Rounded(config.MaxPositions, Lanes);
        (_slots, KeyHeads) = (new nint[slots], config.KeyValueHeadCount);
    }

    ~PanelCache() => Free();

    private int KeyHeads { get; }

    public float* Keys(int slot, int layer, int head) => (float*)_slots[slot] + Offset((layer * KeyHeads) + head, _length);

    public float* Values(int slot, int layer, int head) => Keys(slot, layer, head) + ((nint)_length * _size);

    public void Reserve(int length)
    {
        if (length <= _length) return;
        var longer = Math.Min(Math.Max(Rounded(length, Bucket), 2 * _length), _most);
        var grown = (float*)LargePages.Allocate((nuint)_slots.Length * (nuint)Offset(_heads, longer) * sizeof(float));
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            var to = grown + (slot * Offset(_heads, longer));
            CopyPrefix((float*)_slots[slot], _length, to, longer, _length);
            _slots[slot] = (nint)to;
        }
        LargePages.Free(_memory);
        _memory = grown;
        _length = longer;
    }

    public void Copy(int from, int to, int length) => CopyPrefix((float*)_slots[from], _length, (float*)_slots[to], _length, length);

    public void Swap(int a, int b) => (_slots[a], _slots[b]) = (_slots[b], _slots[a]);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private static int Rounded(int length, int step) => (length + step - 1) / step * step;

    private nint Offset(int head, int length) => 2 * (nint)head * length * _size;

    private void CopyPrefix(float* from, int fromLength, float* to, int toLength, int count)
    {
        var (keys, values) = ((nuint)(Rounded(count, Lanes) * _size) * sizeof(float), (nuint)(count * _size) * sizeof(float));
        for (var head = 0; head < _heads && count > 0; head++)
        {
            var source = from + Offset(head, fromLength);
            var target = to + Offset(head, toLength);
            NativeMemory.Copy(source, target, keys);
            NativeMemory.Copy(source + ((nint)fromLength * _size), target + ((nint)toLength * _size), values);
        }
    }

    private void Free()
    {
        LargePages.Free(_memory);
        _memory = null;
    }
}
