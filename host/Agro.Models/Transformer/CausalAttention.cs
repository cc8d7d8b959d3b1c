using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>Every token attends to itself and the tokens before it, as far as its window reaches, within one pass.</summary>
internal sealed class CausalAttention : IAttention
{
    public static CausalAttention Instance { get; } = new();

    public Tensor Attend(AttentionSettings settings, Tensor query, Tensor key, Tensor value)
    {
        var (batch, length, heads) = (query.size(0), query.size(1), query.size(2));
        var groups = heads / key.size(2);
        var (queries, keys, values) = (query.transpose(1, 2), PerQueryHead(key, groups), PerQueryHead(value, groups));
        var window = settings.Window is { } reach && reach < length ? reach : (int?)null;
        var attended = settings.Cap is null ? Fused(settings, queries, keys, values, window) : Capped(settings, queries, keys, values, window);
        return attended.transpose(1, 2).reshape(batch, length, heads * query.size(3));
    }

    private static Tensor Fused(AttentionSettings settings, Tensor query, Tensor key, Tensor value, int? window)
    {
        // The fused operation has a scale of its own.
        var scale = settings.Scale * Math.Sqrt(query.size(3));
        if (Math.Abs(scale - 1) > 1e-12) query = query.mul(Constant.Of(scale));
        return window is null
            ? nn.functional.scaled_dot_product_attention(query, key, value, is_casual: true)
            : nn.functional.scaled_dot_product_attention(query, key, value, attn_mask: Seen(query, window));
    }

    private static Tensor Capped(AttentionSettings settings, Tensor query, Tensor key, Tensor value, int? window)
    {
        var (batch, heads, length) = (query.size(0), query.size(1), query.size(2));
        var scores = settings.Scores(query.flatten(0, 1).bmm(key.flatten(0, 1).transpose(1, 2)));
        var wide = scores.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        var weights = scores.masked_fill(Seen(query, window).logical_not(), Constant.Of(double.NegativeInfinity)).softmax(-1, wide).to(value.dtype);
        return weights.bmm(value.flatten(0, 1)).view(batch, heads, length, -1);
    }

    /// <summary>Which keys each query sees, <c>[T, T]</c>.</summary>
    private static Tensor Seen(Tensor query, int? window)
    {
        var positions = arange(query.size(2), device: query.device);
        var distance = positions.unsqueeze(1) - positions.unsqueeze(0);
        var seen = distance.ge(Constant.Of(0));
        return window is { } reach ? seen.logical_and(distance.lt(Constant.Of(reach))) : seen;
    }

    /// <summary><c>[B, T, KV, hd]</c> to <c>[B, H, T, hd]</c>: each key head serves a group of neighboring query heads.</summary>
    private static Tensor PerQueryHead(Tensor heads, long groups)
    {
        var turned = heads.transpose(1, 2);
        if (groups == 1) return turned;
        var (batch, count, length, size) = (turned.size(0), turned.size(1), turned.size(2), turned.size(3));
        return turned.unsqueeze(2).expand(batch, count, groups, length, size).reshape(batch, count * groups, length, size);
    }
}
