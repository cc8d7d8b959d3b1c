using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>One layer: attention and SwiGLU feed-forward (Shazeer, arXiv 2002.05202), each behind an RMSNorm and added to its input.</summary>
internal sealed class DecoderLayer
{
    private readonly int _index;
    private readonly int _headSize;
    private readonly RmsNorm _attentionNorm, _feedForwardNorm;
    private readonly RmsNorm? _queryNorm, _keyNorm;
    private readonly Linear _query, _key, _value, _output, _gate, _up, _down;

    public DecoderLayer(ModelConfig config, int index, IReadOnlyDictionary<string, Tensor> parameters)
    {
        (_index, _headSize) = (index, config.HeadSize);
        var prefix = $"model.layers.{index}.";
        _attentionNorm = Norm("input_layernorm");
        _feedForwardNorm = Norm("post_attention_layernorm");
        if (config.QueryKeyNorm) (_queryNorm, _keyNorm) = (Norm("self_attn.q_norm"), Norm("self_attn.k_norm"));
        (_query, _key, _value) = (Named("self_attn.q_proj"), Named("self_attn.k_proj"), Named("self_attn.v_proj"));
        (_output, _gate, _up, _down) = (Named("self_attn.o_proj"), Named("mlp.gate_proj"), Named("mlp.up_proj"), Named("mlp.down_proj"));

        RmsNorm Norm(string name) => new(parameters[$"{prefix}{name}.weight"], config.NormEpsilon);
        Linear Named(string name) => Linear.From(parameters, prefix + name);
    }

    /// <summary><c>[B, T, d]</c> to <c>[B, T, d]</c>.</summary>
    public Tensor Of(Tensor input, RotaryTurns turns, IAttention attention)
    {
        var attended = input + Attention(_attentionNorm.Of(input), turns, attention);
        return attended + FeedForward(_feedForwardNorm.Of(attended));
    }

    private Tensor Attention(Tensor input, RotaryTurns turns, IAttention attention)
    {
        var (query, key, value) = (Heads(_query, input), Heads(_key, input), Heads(_value, input));
        if (_queryNorm is { } queryNorm && _keyNorm is { } keyNorm) (query, key) = (queryNorm.Of(query), keyNorm.Of(key));
        return Project(_output, attention.Attend(_index, turns.Of(query), turns.Of(key), value));
    }

    private Tensor FeedForward(Tensor input) => Project(_down, nn.functional.silu(Project(_gate, input)) * Project(_up, input));

    private Tensor Heads(Linear projection, Tensor input) =>
        Project(projection, input).view(input.size(0), input.size(1), -1, _headSize);

    private static Tensor Project(Linear projection, Tensor input) => input.size(1) == 1 && !is_grad_enabled()
        ? projection.OfFew(input.squeeze(1)).unsqueeze(1)
        : projection.Of(input);
}
