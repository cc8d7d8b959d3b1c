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

/// <summary>The parameters of a model by their Hugging Face names, in the order in which a forward pass meets them.</summary>
internal static class ParameterShapes
{
    public const string Embedding = "model.embed_tokens.weight";
    public const string FinalNorm = "model.norm.weight";
    public const string Head = "lm_head.weight";

    public static IEnumerable<ParameterShape> Of(ModelConfig config)
    {
        yield return new(Embedding, [config.VocabularySize, config.HiddenSize], Initialization.Normal);
        for (var layer = 0; layer < config.LayerCount; layer++)
            foreach (var parameter in Layer(config)) yield return parameter with { Name = $"model.layers.{layer}.{parameter.Name}" };
        yield return Norm("model.norm", config.HiddenSize);
        if (!config.TiedEmbeddings) yield return new(Head, [config.VocabularySize, config.HiddenSize], Initialization.Normal);
    }

    /// <summary>How many numbers the parameters hold together.</summary>
    public static Int128 Count(ModelConfig config)
    {
        Int128 Sum(IEnumerable<ParameterShape> shapes) => shapes.Aggregate((Int128)0, (sum, parameter) => sum + parameter.Shape.Aggregate((Int128)1, (product, size) => product * size));
        // A config may claim any number of layers; they are all alike.
        return Sum(Of(config with { LayerCount = 0 })) + (config.LayerCount * Sum(Layer(config)));
    }

    /// <summary>Whether a file may hold a tensor that the model computes itself: rotary tables, or a head tied to the embedding.</summary>
    public static bool IsRedundant(ModelConfig config, string name) =>
        name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal) || (config.TiedEmbeddings && name == Head);

    private static IEnumerable<ParameterShape> Layer(ModelConfig config)
    {
        var (hidden, inner) = (config.HiddenSize, config.IntermediateSize);
        var (queries, keys) = ((long)config.HeadCount * config.HeadSize, (long)config.KeyValueHeadCount * config.HeadSize);
        List<ParameterShape> parameters = [Norm("input_layernorm", hidden)];
        Linear(parameters, "self_attn.q_proj", queries, hidden, config.QueryKeyValueBias);
        Linear(parameters, "self_attn.k_proj", keys, hidden, config.QueryKeyValueBias);
        Linear(parameters, "self_attn.v_proj", keys, hidden, config.QueryKeyValueBias);
        if (config.QueryKeyNorm)
        {
            parameters.Add(Norm("self_attn.q_norm", config.HeadSize));
            parameters.Add(Norm("self_attn.k_norm", config.HeadSize));
        }
        Linear(parameters, "self_attn.o_proj", hidden, queries, config.AttentionOutputBias);
        parameters.Add(Norm("post_attention_layernorm", hidden));
        Linear(parameters, "mlp.gate_proj", inner, hidden, config.FeedForwardBias);
        Linear(parameters, "mlp.up_proj", inner, hidden, config.FeedForwardBias);
        Linear(parameters, "mlp.down_proj", hidden, inner, config.FeedForwardBias);
        return parameters;
    }

    private static ParameterShape Norm(string name, long size) => new($"{name}.weight", [size], Initialization.Ones);

    private static void Linear(List<ParameterShape> parameters, string name, long outputs, long inputs, bool biased)
    {
        parameters.Add(new($"{name}.weight", [outputs, inputs], Initialization.Normal));
        if (biased) parameters.Add(new($"{name}.bias", [outputs], Initialization.Zeros));
    }
}
