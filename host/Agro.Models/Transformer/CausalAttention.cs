using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>Every token attends to itself and the tokens before it, within one pass.</summary>
internal sealed class CausalAttention : IAttention
{
    public static CausalAttention Instance { get; } = new();

    public Tensor Attend(int layer, Tensor query, Tensor key, Tensor value)
    {
        var (batch, length, heads) = (query.size(0), query.size(1), query.size(2));
        var groups = heads / key.size(2);
        var attended = nn.functional.scaled_dot_product_attention(
            query.transpose(1, 2), PerQueryHead(key, groups), PerQueryHead(value, groups), is_casual: true);
        return attended.transpose(1, 2).reshape(batch, length, heads * query.size(3));
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
