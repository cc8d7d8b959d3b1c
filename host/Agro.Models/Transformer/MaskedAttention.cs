using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>Softmax attention of whole sequences, or of their ends.</summary>
internal static class MaskedAttention
{
    /// <summary>
    /// Attends from the last positions of sequences: a query sees its own position and those before it, as far as the window reaches.
    /// </summary>
    /// <param name="settings">The layer's.</param>
    /// <param name="query"><c>[B, T, H, hd]</c>.</param>
    /// <param name="key"><c>[B, S, KV, hd]</c>, S at least T.</param>
    /// <param name="value"><c>[B, S, KV, hd]</c>.</param>
    /// <returns><c>[B, T, H * hd]</c>.</returns>
    public static Tensor Of(AttentionSettings settings, Tensor query, Tensor key, Tensor value)
    {
        var (batch, length, heads, span) = (query.size(0), query.size(1), query.size(2), key.size(1));
        var groups = heads / key.size(2);
        var (queries, keys, values) = (query.transpose(1, 2), PerQueryHead(key, groups), PerQueryHead(value, groups));
        var window = settings.Window is { } reach && reach < span ? reach : (int?)null;
        var attended = settings.Cap is null ? Fused(settings, queries, keys, values, window) : Capped(settings, queries, keys, values, window);
        return attended.transpose(1, 2).reshape(batch, length, heads * query.size(3));
    }

    private static Tensor Fused(AttentionSettings settings, Tensor query, Tensor key, Tensor value, int? window)
    {
        // The fused operation has a scale of its own.
        var scale = settings.Scale * Math.Sqrt(query.size(3));
        if (Math.Abs(scale - 1) > 1e-12) query = query.mul(Constant.Of(scale));
        return window is null && query.size(2) == key.size(2)
            ? nn.functional.scaled_dot_product_attention(query, key, value, is_casual: true)
            : nn.functional.scaled_dot_product_attention(query, key, value, attn_mask: Seen(query, key, window));
    }

    private static Tensor Capped(AttentionSettings settings, Tensor query, Tensor key, Tensor value, int? window)
    {
        var (batch, heads, length) = (query.size(0), query.size(1), query.size(2));
        var scores = settings.Scores(query.flatten(0, 1).bmm(key.flatten(0, 1).transpose(1, 2)));
        var wide = FloatingType.Wide(scores.dtype);
        var weights = scores.masked_fill(Seen(query, key, window).logical_not(), Constant.Of(double.NegativeInfinity)).softmax(-1, wide).to(value.dtype);
        return weights.bmm(value.flatten(0, 1)).view(batch, heads, length, -1);
    }

    /// <summary>Which keys each query sees, <c>[T, S]</c>; the last query and the last key have one position.</summary>
    private static Tensor Seen(Tensor query, Tensor key, int? window)
    {
        var (length, span) = (query.size(2), key.size(2));
        var distance = arange(span - length, span, device: query.device).unsqueeze(1) - arange(span, device: query.device).unsqueeze(0);
        var seen = distance.ge(Constant.Of(0));
        return window is { } reach ? seen.logical_and(distance.lt(Constant.Of(reach))) : seen;
    }

    /// <summary><c>[B, S, KV, hd]</c> to <c>[B, H, S, hd]</c>: each key head serves a group of neighboring query heads.</summary>
    private static Tensor PerQueryHead(Tensor heads, long groups)
    {
        var turned = heads.transpose(1, 2);
        if (groups == 1) return turned;
        var (batch, count, length, size) = (turned.size(0), turned.size(1), turned.size(2), turned.size(3));
        return turned.unsqueeze(2).expand(batch, count, groups, length, size).reshape(batch, count * groups, length, size);
    }
}
