namespace Agro.Models.Transformer;

/// <summary>How a parameter starts when it is not loaded.</summary>
internal enum Initialization
{
    Normal,
    Zeros,
    Ones,
}

/// <summary>A parameter that a config calls for.</summary>
internal sealed record ParameterShape(string Name, long[] Shape, Initialization Initialization);

/// <summary>
/// The parameters of a model, in the order in which a forward pass meets them. Their names are those of Llama's files, whatever the family
/// stores: what trains or adapts a model need not know its family.
/// </summary>
internal static class ParameterShapes
{
    public const string Embedding = "model.embed_tokens.weight";
    public const string Positions = "model.embed_positions.weight";
    public const string FinalNorm = "model.norm.weight";
    public const string FinalNormBias = "model.norm.bias";
    public const string Head = "lm_head.weight";

    public static IEnumerable<ParameterShape> Of(ModelConfig config)
    {
        yield return new(Embedding, [config.VocabularySize, config.HiddenSize], Initialization.Normal);
        if (config.LearnedPositions) yield return new(Positions, [config.MaxPositions, config.HiddenSize], Initialization.Normal);
        for (var layer = 0; layer < config.LayerCount; layer++)
            foreach (var parameter in Layer(config)) yield return parameter with { Name = $"model.layers.{layer}.{parameter.Name}" };
        foreach (var parameter in Norm(config, "model.norm", config.HiddenSize)) yield return parameter;
        if (!config.TiedEmbeddings) yield return new(Head, [config.VocabularySize, config.HiddenSize], Initialization.Normal);
    }

    /// <summary>How many numbers the parameters hold together.</summary>
    public static Int128 Count(ModelConfig config)
    {
        Int128 Sum(IEnumerable<ParameterShape> shapes) => shapes.Aggregate((Int128)0, (sum, parameter) => sum + parameter.Shape.Aggregate((Int128)1, (product, size) => product * size));
        // A config may claim any number of layers; they are all alike.
        return Sum(Of(config with { LayerCount = 0 })) + (config.LayerCount * Sum(Layer(config)));
    }

    private static List<ParameterShape> Layer(ModelConfig config)
    {
        var (hidden, inner) = (config.HiddenSize, config.IntermediateSize);
        var (queries, keys) = ((long)config.HeadCount * config.HeadSize, (long)config.KeyValueHeadCount * config.HeadSize);
        return
        [
            .. Norm(config, "input_layernorm", hidden),
            .. Linear("self_attn.q_proj", queries, hidden, config.QueryKeyValueBias),
            .. Linear("self_attn.k_proj", keys, hidden, config.QueryKeyValueBias),
            .. Linear("self_attn.v_proj", keys, hidden, config.QueryKeyValueBias),
            .. config.QueryKeyNorm ? Norm(config, "self_attn.q_norm", config.HeadSize) : [],
            .. config.QueryKeyNorm ? Norm(config, "self_attn.k_norm", config.HeadSize) : [],
            .. Linear("self_attn.o_proj", hidden, queries, config.AttentionOutputBias),
            .. Norm(config, "post_attention_layernorm", hidden),
            .. config.PostNorms ? Norm(config, "pre_feedforward_layernorm", hidden) : [],
            .. config.GatedFeedForward ? Linear("mlp.gate_proj", inner, hidden, config.FeedForwardBias) : [],
            .. Linear("mlp.up_proj", inner, hidden, config.FeedForwardBias),
            .. Linear("mlp.down_proj", hidden, inner, config.FeedForwardBias),
            .. config.PostNorms ? Norm(config, "post_feedforward_layernorm", hidden) : [],
        ];
    }

    private static IEnumerable<ParameterShape> Norm(ModelConfig config, string name, long size)
    {
        yield return new($"{name}.weight", [size], config.Norm == NormForm.RmsAroundOne ? Initialization.Zeros : Initialization.Ones);
        if (config.Norm == NormForm.Layer) yield return new($"{name}.bias", [size], Initialization.Zeros);
    }

    private static IEnumerable<ParameterShape> Linear(string name, long outputs, long inputs, bool biased)
    {
        yield return new($"{name}.weight", [outputs, inputs], Initialization.Normal);
        if (biased) yield return new($"{name}.bias", [outputs], Initialization.Zeros);
    }
}
