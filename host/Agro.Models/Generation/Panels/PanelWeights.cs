using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Agro.Models.Lora;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Models.Generation.Panels;

/// <summary>Where a model's weights lie: the parameters' own memory on the CPU, nothing copied. Valid while the model lives.</summary>
internal sealed unsafe class PanelWeights
{
    private readonly CausalModel _model;
    private readonly ModelConfig _config;

    private readonly float* _low;

    /// <summary>Finds the weights.</summary>
    /// <param name="model">The model.</param>
    /// <param name="buffers">Where an adapter's narrow values get their room.</param>
    public PanelWeights(CausalModel model, PanelBuffers buffers)
    {
        (_model, _config) = (model, model.Config);
        if (model.Adapters is { } adapters) _low = buffers.Take(adapters.Config.Rank);
        Embedding = Find(ParameterShapes.Embedding);
        Positions = Find(ParameterShapes.Positions);
        FinalNorm = Norm("model.norm");
        Head = new(_config.TiedEmbeddings ? Embedding : Find(ParameterShapes.Head), null, _config.VocabularySize, _config.HiddenSize);
        Layers = [.. Enumerable.Range(0, _config.LayerCount).Select(index => NewLayer(index, $"model.layers.{index}."))];
    }

    public float* Embedding { get; }

    /// <summary>Learned positions, or null.</summary>
    public float* Positions { get; }

    public PanelNorm FinalNorm { get; }

    public PanelLinear Head { get; }

    public PanelLayer[] Layers { get; }

    private PanelLayer NewLayer(int index, string prefix) => new()
    {
        Attention = AttentionSettings.Of(_config, index),
        Rotation = _config.RotationOf(index),
        AttentionNorm = Norm(prefix + "input_layernorm"),
        AttendedNorm = _config.PostNorms ? Norm(prefix + "post_attention_layernorm") : default,
        FeedForwardNorm = Norm(prefix + (_config.PostNorms ? "pre_feedforward_layernorm" : "post_attention_layernorm")),
        FedNorm = Norm(prefix + "post_feedforward_layernorm"),
        QueryNorm = Norm(prefix + "self_attn.q_norm"),
        KeyNorm = Norm(prefix + "self_attn.k_norm"),
        Query = Linear(prefix + "self_attn.q_proj"),
        Key = Linear(prefix + "self_attn.k_proj"),
        Value = Linear(prefix + "self_attn.v_proj"),
        Output = Linear(prefix + "self_attn.o_proj"),
        Gate = _config.GatedFeedForward ? Linear(prefix + "mlp.gate_proj") : default,
        Up = Linear(prefix + "mlp.up_proj"),
        Down = Linear(prefix + "mlp.down_proj"),
    };

    /// <summary>A norm; none where the model has no parameter of that name.</summary>
    private PanelNorm Norm(string name) => _model.Parameters.TryGetValue($"{name}.weight", out var weight)
        ? new(_config.Norm, Find($"{name}.weight"), Find($"{name}.bias"), (int)weight.size(0), (float)_config.NormEpsilon)
        : default;

    private PanelLinear Linear(string name)
    {
        var weight = _model.Parameters[$"{name}.weight"];
        var (outputs, inputs) = ((int)weight.size(0), (int)weight.size(1));
        return new(Find($"{name}.weight"), Find($"{name}.bias"), outputs, inputs)
        {
            Adapter = _model.Adapters?.Find(name) is { } adapter ? Adapter(adapter, outputs, inputs) : null,
        };
    }

    private PanelAdapter Adapter(LoraProjection adapter, int outputs, int inputs)
    {
        using var scope = NewDisposeScope();
        var rank = (int)adapter.Down.size(0);
        return new(new(At(adapter.Down), null, rank, inputs), new(At(adapter.Up()), null, outputs, rank), (float)adapter.Scale, _low);
    }

    private float* Find(string name) => _model.Parameters.TryGetValue(name, out var parameter) ? At(parameter) : null;

    private static float* At(Tensor parameter)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        // A span of the first element only: the whole may be longer than a span can be.
        var first = parameter.detach().view(-1).narrow(0, 0, 1).bytes;
        return (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first));
    }
}
