using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Models.Generation;

/// <summary>A prompt's pass: causal attention within it, whose keys and values are kept in a slot.</summary>
internal sealed class PrefillAttention(KeyValueCache cache, int slot) : IAttention
{
    public Tensor Attend(AttentionSettings settings, Tensor query, Tensor key, Tensor value)
    {
        var (layer, length) = (settings.Layer, key.size(1));
        cache.Keys(layer).select(0, slot).narrow(1, 0, length).copy_(key[0].transpose(0, 1));
        cache.Values(layer).select(0, slot).narrow(1, 0, length).copy_(value[0].transpose(0, 1));
        return CausalAttention.Instance.Attend(settings, query, key, value);
    }
}

/// <summary>A token's pass: slots 0 to n - 1 take one token each, and attend to what they hold.</summary>
internal sealed class DecodeAttention : IAttention
{
    private readonly KeyValueCache _cache;
    private readonly Tensor _places;
    private readonly Tensor _hidden;
    private readonly Tensor? _hiddenInWindow;
    private readonly long _count, _span;

    /// <summary>Its tensors belong to the caller's dispose scope.</summary>
    /// <param name="cache">Keys and values; has room for them.</param>
    /// <param name="config">The model's shape.</param>
    /// <param name="positions">Where the tokens go in their sequences, <c>[n]</c>, int64.</param>
    /// <param name="longest">Above all positions.</param>
    public DecodeAttention(KeyValueCache cache, ModelConfig config, Tensor positions, int longest)
    {
        (_cache, _count, _span) = (cache, positions.size(0), cache.Bucketed(longest));
        var own = positions.unsqueeze(1);
        var heads = arange(_count * config.KeyValueHeadCount, ScalarType.Int64, positions.device).mul(Constant.Whole(cache.Length));
        _places = heads.view(_count, config.KeyValueHeadCount).add(own).flatten();
        // One row of query heads shares one mask.
        var held = arange(_span, device: positions.device).unsqueeze(0);
        _hidden = held.gt(own).unsqueeze(1);
        if (config.SlidingWindow is { } window && window < longest)
            _hiddenInWindow = _hidden.logical_or(held.le(own.sub(Constant.Of(window))).unsqueeze(1));
    }

    public Tensor Attend(AttentionSettings settings, Tensor query, Tensor key, Tensor value)
    {
        var (heads, keyHeads, size) = (query.size(2), key.size(2), query.size(3));
        var pairs = _count * keyHeads;
        var keys = Held(_cache.Keys(settings.Layer), key, pairs, size);
        var values = Held(_cache.Values(settings.Layer), value, pairs, size);
        // The query heads that share a key head become the rows of one product: keys are not expanded.
        var scores = settings.Scores(query.view(pairs, heads / keyHeads, size).bmm(keys.transpose(1, 2)));
        var hidden = settings.Window is null ? _hidden : _hiddenInWindow ?? _hidden;
        var wide = FloatingType.Wide(values.dtype);
        var probabilities = scores.view(_count, heads, _span).masked_fill_(hidden, Constant.Of(double.NegativeInfinity))
            .softmax(-1, wide).to(values.dtype).view(pairs, heads / keyHeads, _span);
        return probabilities.bmm(values).view(_count, 1, heads * size);
    }

    private Tensor Held(Tensor cache, Tensor fresh, long pairs, long size)
    {
        cache.view(-1, size).index_copy_(0, _places, fresh.view(pairs, size));
        return cache.narrow(0, 0, _count).flatten(0, 1).narrow(1, 0, _span);
    }
}
