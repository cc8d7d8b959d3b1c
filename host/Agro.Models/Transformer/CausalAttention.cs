using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>Every token attends to itself and the tokens before it, as far as its window reaches, within one pass.</summary>
internal sealed class CausalAttention : IAttention
{
    public static CausalAttention Instance { get; } = new();

    public Tensor Attend(AttentionSettings settings, Tensor query, Tensor key, Tensor value) => MaskedAttention.Of(settings, query, key, value);
}
