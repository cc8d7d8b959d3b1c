using System.Runtime.InteropServices;
using Agro.Models.Generation;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Engine.Benchmarks;

/// <summary>
/// What libtorch does for a decode step when every projection is a <c>functional.linear</c>, as eager programs write it: the yardstick of
/// the other decoders. It has the preallocated cache and the attention of <see cref="TorchDecoder"/>, but not its transposed products,
/// which the model takes where gradients are off. They are on here, over a model whose parameters take none, so that no graph is made.
/// </summary>
/// <param name="model">A model without gradients.</param>
/// <param name="slots">Sequences at once, and one more.</param>
internal sealed class LinearDecoder(CausalModel model, int slots) : IDecoder
{
    private readonly KeyValueCache _cache = new(model.Config, model.Device, model.Type, slots);

    public void Reserve(int length) => _cache.Reserve(length);

    public void Prefill(int slot, ReadOnlySpan<int> prompt, Span<float> logits)
    {
        using var scope = NewDisposeScope();
        using var guard = enable_grad();
        var hidden = model.Hidden(Ids(prompt).unsqueeze(0), model.Positions.First(prompt.Length), new PrefillAttention(_cache, slot));
        Read(model.Head(hidden.select(1, prompt.Length - 1)), logits);
    }

    public void Step(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, Span<float> logits)
    {
        using var scope = NewDisposeScope();
        using var guard = enable_grad();
        var longest = 0;
        foreach (var position in positions) longest = Math.Max(longest, position + 1);
        var places = Ids(positions);
        var attention = new DecodeAttention(_cache, model.Config, positions, places, longest);
        Read(model.Head(model.Hidden(Ids(tokens).unsqueeze(1), model.Positions.At(places, longest), attention).squeeze(1)), logits);
    }

    public void Copy(int from, int to, int length) => _cache.Copy(from, to, length);

    public void Move(int from, int to, int length) => Copy(from, to, length);

    public void Dispose() => _cache.Dispose();

    private static Tensor Ids(ReadOnlySpan<int> values)
    {
        var ids = new long[values.Length];
        for (var i = 0; i < ids.Length; i++) ids[i] = values[i];
        return tensor(ids);
    }

    private static void Read(Tensor logits, Span<float> into) => MemoryMarshal.Cast<byte, float>(logits.contiguous().bytes).CopyTo(into);
}
