using Agro.Models;
using Agro.Models.Transformer;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Agro.Engine.Benchmarks;

/// <summary>
/// A Llama as it is written in PyTorch, and as Hugging Face's is: one operation after another over padded rows, <c>linear</c> for every
/// projection, keys and values joined to a cache by <c>cat</c>. It runs the same libtorch, so that a comparison with it tells what the
/// engine gains over eager PyTorch, whichever machine it is made on.
/// </summary>
internal sealed class EagerModel : IDisposable
{
    private readonly ModelConfig _config;
    private readonly Dictionary<string, Parameter> _parameters;
    private readonly Tensor _cosine, _sine;

    /// <summary>Copies a model's weights.</summary>
    /// <param name="model">A Llama of random weights with a tied head.</param>
    public EagerModel(CausalModel model)
    {
        _config = model.Config;
        _parameters = model.Parameters.ToDictionary(entry => entry.Key, entry => new Parameter(entry.Value.detach().clone()));
        using var scope = NewDisposeScope();
        var inverse = pow(tensor(_config.RopeTheta, float64), arange(0, _config.HeadSize, 2, float64) / Constant.Of(-_config.HeadSize));
        var angles = outer(arange(_config.MaxPositions, float64), inverse);
        (_cosine, _sine) = (Table(angles.cos()), Table(angles.sin()));

        static Tensor Table(Tensor half) => cat([half, half], 1).to_type(ScalarType.Float32).DetachFromDisposeScope();
    }

    /// <summary>All parameters.</summary>
    public IReadOnlyDictionary<string, Parameter> Parameters => _parameters;

    /// <summary>The logits of the last tokens, <c>[B, keep, V]</c>.</summary>
    /// <param name="ids">Tokens, <c>[B, T]</c>.</param>
    /// <param name="keep">For how many of them, from the end.</param>
    /// <param name="cache">Keys and values of the tokens before, by layer, replaced by joined ones; null for none.</param>
    public Tensor Logits(Tensor ids, long keep, (Tensor Key, Tensor Value)?[]? cache = null)
    {
        var (batch, length) = (ids.size(0), ids.size(1));
        var past = cache?[0] is { } held ? held.Key.size(2) : 0;
        var turns = (_cosine.narrow(0, past, length), _sine.narrow(0, past, length));
        var state = _parameters["model.embed_tokens.weight"].index_select(0, ids.flatten()).view(batch, length, -1);
        for (var layer = 0; layer < _config.LayerCount; layer++)
        {
            var name = $"model.layers.{layer}";
            state = state + Attention(Normed(state, $"{name}.input_layernorm"), $"{name}.self_attn", turns, cache, layer);
            var input = Normed(state, $"{name}.post_attention_layernorm");
            state = state + Projected(nn.functional.silu(Projected(input, $"{name}.mlp.gate_proj")) * Projected(input, $"{name}.mlp.up_proj"), $"{name}.mlp.down_proj");
        }

        return nn.functional.linear(Normed(state.narrow(1, length - keep, keep), "model.norm"), _parameters["model.embed_tokens.weight"]);
    }

    /// <summary>Log-probabilities of the last tokens, <c>[B, count]</c>.</summary>
    /// <param name="ids">Prompts and completions, <c>[B, T]</c>.</param>
    /// <param name="count">Tokens of each completion.</param>
    public Tensor LogProbs(Tensor ids, long count)
    {
        var length = ids.size(1);
        return Logits(ids.narrow(1, 0, length - 1), count).log_softmax(-1).gather(-1, ids.narrow(1, length - count, count).unsqueeze(-1)).squeeze(-1);
    }

    /// <summary>Samples completions, <c>[B, P + count]</c> with their prompts.</summary>
    /// <param name="prompts">Prompts, <c>[B, P]</c>.</param>
    /// <param name="count">Tokens of each completion.</param>
    public Tensor Generate(Tensor prompts, int count)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var cache = new (Tensor, Tensor)?[_config.LayerCount];
        var (ids, next) = (prompts, prompts);
        for (var step = 0; step < count; step++)
        {
            next = Logits(next, 1, cache).squeeze(1).softmax(-1).multinomial(1);
            ids = cat([ids, next], 1);
        }

        return ids.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var parameter in _parameters.Values) parameter.Dispose();
        _cosine.Dispose();
        _sine.Dispose();
    }

    private Tensor Attention(Tensor input, string name, (Tensor, Tensor) turns, (Tensor Key, Tensor Value)?[]? cache, int layer)
    {
        var (batch, length) = (input.size(0), input.size(1));
        var (query, key, value) = (Turned(Heads("q_proj"), turns), Turned(Heads("k_proj"), turns), Heads("v_proj"));
        if (cache is not null)
        {
            if (cache[layer] is { } past) (key, value) = (cat([past.Key, key], 2), cat([past.Value, value], 2));
            cache[layer] = (key, value);
        }

        var groups = _config.HeadCount / _config.KeyValueHeadCount;
        var attended = nn.functional.scaled_dot_product_attention(query, Repeated(key, groups), Repeated(value, groups), is_casual: length > 1);
        return Projected(attended.transpose(1, 2).reshape(batch, length, -1), $"{name}.o_proj");

        Tensor Heads(string projection) => Projected(input, $"{name}.{projection}").view(batch, length, -1, _config.HeadSize).transpose(1, 2);
    }

    private Tensor Projected(Tensor input, string name) => nn.functional.linear(input, _parameters[$"{name}.weight"]);

    private Tensor Normed(Tensor input, string name) =>
        _parameters[$"{name}.weight"] * (input * (input.pow(Constant.Of(2)).mean([-1], keepdim: true) + Constant.Of(_config.NormEpsilon)).rsqrt());

    private static Tensor Turned(Tensor heads, (Tensor Cosine, Tensor Sine) turns)
    {
        var half = heads.size(-1) / 2;
        return (heads * turns.Cosine) + (cat([-heads.narrow(-1, half, half), heads.narrow(-1, 0, half)], -1) * turns.Sine);
    }

    private static Tensor Repeated(Tensor heads, int groups)
    {
        var (batch, count, length, size) = (heads.size(0), heads.size(1), heads.size(2), heads.size(3));
        return groups == 1 ? heads : heads.unsqueeze(2).expand(batch, count, groups, length, size).reshape(batch, count * groups, length, size);
    }
}
