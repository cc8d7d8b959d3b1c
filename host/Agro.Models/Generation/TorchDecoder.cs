using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Models.Generation;

/// <summary>Decodes with libtorch: any device, any type.</summary>
/// <param name="model">The policy; stays the caller's.</param>
/// <param name="slots">Sequences at once, and one more.</param>
/// <param name="plainProducts">
/// Whether every projection is a <c>functional.linear</c>, as eager programs write it: the yardstick of the other decoders. The model
/// transposes the products of few rows where gradients are off, so they are on then; its parameters must take none.
/// </param>
internal sealed class TorchDecoder(CausalModel model, int slots, bool plainProducts = false) : IDecoder
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
        using var _ = set_grad_enabled(plainProducts);
        var hidden = model.Hidden(Ids(prompt).unsqueeze(0), model.Positions.First(prompt.Length), new PrefillAttention(_cache, slot));
        DeviceTransfer.ToHost(model.Head(hidden.select(1, prompt.Length - 1)), logits);
    }

    public void Step(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, Span<float> logits)
    {
        using var scope = NewDisposeScope();
        using var _ = set_grad_enabled(plainProducts);
        var longest = 0;
        foreach (var position in positions) longest = Math.Max(longest, position + 1);
        DeviceTransfer.ToHost(Logits(Ids(tokens), Ids(positions), longest), logits);
    }

    /// <summary>Takes one token into each of the slots 0 to n - 1, all on the device. Its tensors belong to the caller's dispose scope.</summary>
    /// <param name="tokens">The tokens, <c>[n]</c>, int64.</param>
    /// <param name="positions">Where they go in their sequences, <c>[n]</c>, int64.</param>
    /// <param name="longest">Above all positions.</param>
    /// <returns>The logits of the tokens after them, <c>[n, V]</c>.</returns>
    public Tensor Logits(Tensor tokens, Tensor positions, int longest)
    {
        var attention = new DecodeAttention(_cache, model.Config, positions, longest);
        return model.Head(model.Hidden(tokens.unsqueeze(1), model.Positions.At(positions, longest), attention).squeeze(1));
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
}
