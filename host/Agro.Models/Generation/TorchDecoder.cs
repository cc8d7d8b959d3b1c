using System.Runtime.InteropServices;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Models.Generation;

/// <summary>Decodes with libtorch: any device, any type.</summary>
internal sealed class TorchDecoder(CausalModel model, int slots) : IDecoder
{
    private readonly KeyValueCache _cache = new(model.Config, model.Device, model.Type, slots);

    public void Reserve(int length)
    {
        using var _ = no_grad();
        _cache.Reserve(length);
    }

    public void Prefill(int slot, ReadOnlySpan<int> prompt, Span<float> logits)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var hidden = model.Hidden(Ids(prompt).unsqueeze(0), model.Positions.First(prompt.Length), new PrefillAttention(_cache, slot));
        Read(model.Head(hidden.select(1, prompt.Length - 1)), logits);
    }

    public void Step(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, Span<float> logits)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var longest = 0;
        foreach (var position in positions) longest = Math.Max(longest, position + 1);
        var places = Ids(positions);
        var attention = new DecodeAttention(_cache, model.Config, positions, places, longest);
        Read(model.Head(model.Hidden(Ids(tokens).unsqueeze(1), model.Positions.At(places, longest), attention).squeeze(1)), logits);
    }

    public void Copy(int from, int to, int length)
    {
        using var _ = no_grad();
        _cache.Copy(from, to, length);
    }

    public void Move(int from, int to, int length) => Copy(from, to, length);

    public void Dispose() => _cache.Dispose();

    private Tensor Ids(ReadOnlySpan<int> values)
    {
        var ids = new long[values.Length];
        for (var i = 0; i < ids.Length; i++) ids[i] = values[i];
        return DeviceTransfer.ToDevice(ids, model.Device);
    }

    /// <summary>One transfer for the whole batch.</summary>
    private static void Read(Tensor logits, Span<float> into) =>
        MemoryMarshal.Cast<byte, float>(logits.to(ScalarType.Float32).cpu().contiguous().bytes).CopyTo(into);
}
