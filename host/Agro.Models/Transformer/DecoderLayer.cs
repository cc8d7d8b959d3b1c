using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>One layer: attention and feed-forward, each behind a norm, in some families before another, and added to its input.</summary>
internal sealed class DecoderLayer
{
    private readonly int _headSize;
    private readonly Rotation _rotation;
    private readonly AttentionSettings _attention;
    private readonly Norm _attentionNorm, _feedForwardNorm;
    private readonly Norm? _queryNorm, _keyNorm, _attendedNorm, _fedNorm;
    private readonly Linear _query, _key, _value, _output;
    private readonly FeedForward _feedForward;

    public DecoderLayer(ModelConfig config, int index, ModelParameters parameters)
    {
        (_headSize, _rotation, _attention) = (config.HeadSize, config.RotationOf(index), AttentionSettings.Of(config, index));
        var prefix = $"model.layers.{index}.";
        _attentionNorm = Named("input_layernorm");
        // The name after attention means the norm of what attention returned where there is one, else that before the feed-forward.
        _feedForwardNorm = Named(config.PostNorms ? "pre_feedforward_layernorm" : "post_attention_layernorm");
        if (config.PostNorms) (_attendedNorm, _fedNorm) = (Named("post_attention_layernorm"), Named("post_feedforward_layernorm"));
        if (config.QueryKeyNorm) (_queryNorm, _keyNorm) = (Named("self_attn.q_norm"), Named("self_attn.k_norm"));
        (_query, _key, _value, _output) = (Projection("q"), Projection("k"), Projection("v"), Projection("o"));
        _feedForward = new(config, parameters, $"{prefix}mlp");

        Norm Named(string name) => Norm.From(config, parameters.Tensors, prefix + name);
        Linear Projection(string name) => Linear.From(parameters, $"{prefix}self_attn.{name}_proj");
    }

    /// <summary><c>[B, T, d]</c> to <c>[B, T, d]</c>.</summary>
    public Tensor Of(Tensor input, PassPositions positions, IAttention attention)
    {
        var attended = Attention(_attentionNorm.Of(input), positions.Of(_rotation), attention);
        var state = input + (_attendedNorm?.Of(attended) ?? attended);
        var fed = _feedForward.Of(_feedForwardNorm.Of(state));
        return state + (_fedNorm?.Of(fed) ?? fed);
    }

    private Tensor Attention(Tensor input, RotaryTurns? turns, IAttention attention)
    {
        var (query, key, value) = (Heads(_query, input), Heads(_key, input), Heads(_value, input));
        if (_queryNorm is { } queryNorm && _keyNorm is { } keyNorm) (query, key) = (queryNorm.Of(query), keyNorm.Of(key));
        if (turns is { } turn) (query, key) = (turn.Of(query), turn.Of(key));
        return _output.OfAny(attention.Attend(_attention, query, key, value));
    }

    private Tensor Heads(Linear projection, Tensor input) =>
        projection.OfAny(input).view(input.size(0), input.size(1), -1, _headSize);
}
