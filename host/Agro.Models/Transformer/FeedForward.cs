using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>A layer's feed-forward block, gated (Shazeer, arXiv 2002.05202) or not.</summary>
internal sealed class FeedForward
{
    private readonly Activation _activation;
    private readonly Linear? _gate;
    private readonly Linear _up, _down;

    public FeedForward(ModelConfig config, ModelParameters parameters, string name)
    {
        _activation = config.Activation;
        if (config.GatedFeedForward) _gate = Linear.From(parameters, $"{name}.gate_proj");
        (_up, _down) = (Linear.From(parameters, $"{name}.up_proj"), Linear.From(parameters, $"{name}.down_proj"));
    }

    /// <summary><c>[B, T, d]</c> to <c>[B, T, d]</c>.</summary>
    public Tensor Of(Tensor input) => _down.OfAny(_gate is { } gate
        ? Activate(gate.OfAny(input)) * _up.OfAny(input)
        : Activate(_up.OfAny(input)));

    private Tensor Activate(Tensor input) =>
        _activation == Activation.Silu ? nn.functional.silu(input) : input.gelu(GELU.Approximate.tanh);
}
