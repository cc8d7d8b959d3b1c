using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Models.Generation.Panels;

/// <summary>Where a model's weights lie: the parameters' own memory on the CPU, nothing copied. Valid while the model lives.</summary>
internal sealed unsafe class PanelWeights
{
    private readonly CausalModel _model;

    public PanelWeights(CausalModel model)
    {
        _model = model;
        var config = model.Config;
        Embedding = Find(ParameterShapes.Embedding);
        FinalNorm = Find(ParameterShapes.FinalNorm);
        Head = new(config.TiedEmbeddings ? Embedding : Find(ParameterShapes.Head), null, config.VocabularySize, config.HiddenSize);
        Layers = [.. Enumerable.Range(0, config.LayerCount).Select(index => NewLayer($"model.layers.{index}."))];
    }

    public float* Embedding { get; }

    public float* FinalNorm { get; }

    public PanelLinear Head { get; }

    public PanelLayer[] Layers { get; }

    private PanelLayer NewLayer(string prefix) => new()
    {
        AttentionNorm = Find(prefix + "input_layernorm.weight"),
        FeedForwardNorm = Find(prefix + "post_attention_layernorm.weight"),
        QueryNorm = Find(prefix + "self_attn.q_norm.weight"),
        KeyNorm = Find(prefix + "self_attn.k_norm.weight"),
        Query = Linear(prefix + "self_attn.q_proj"),
        Key = Linear(prefix + "self_attn.k_proj"),
        Value = Linear(prefix + "self_attn.v_proj"),
        Output = Linear(prefix + "self_attn.o_proj"),
        Gate = Linear(prefix + "mlp.gate_proj"),
        Up = Linear(prefix + "mlp.up_proj"),
        Down = Linear(prefix + "mlp.down_proj"),
    };

    private PanelLinear Linear(string name)
    {
        var weight = _model.Parameters[$"{name}.weight"];
        return new(Find($"{name}.weight"), Find($"{name}.bias"), (int)weight.size(0), (int)weight.size(1));
    }

    private float* Find(string name)
    {
        if (!_model.Parameters.TryGetValue(name, out var parameter)) return null;
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        // A span of the first element only: the whole may be longer than a span can be.
        var first = parameter.detach().view(-1).narrow(0, 0, 1).bytes;
        return (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first));
    }
}

/// <summary>The weights of one layer; norms that a model lacks are null.</summary>
internal sealed unsafe class PanelLayer
{
    public required float* AttentionNorm { get; init; }

    public required float* FeedForwardNorm { get; init; }

    public required float* QueryNorm { get; init; }

    public required float* KeyNorm { get; init; }

    public required PanelLinear Query { get; init; }

    public required PanelLinear Key { get; init; }

    public required PanelLinear Value { get; init; }

    public required PanelLinear Output { get; init; }

    public required PanelLinear Gate { get; init; }

    public required PanelLinear Up { get; init; }

    public required PanelLinear Down { get; init; }
}
