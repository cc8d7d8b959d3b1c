using System.Text.Json.Nodes;

namespace Agro.Models.Families;

/// <summary>The keys of Llama's <c>config.json</c>, which most families share.</summary>
internal static class LlamaKeys
{
    public static ModelConfig Read(JsonSettings json, string activationKey = "hidden_act", Activation activation = Activation.Silu)
    {
        var (hidden, heads) = (json.Count("hidden_size"), json.Count("num_attention_heads"));
        return RopeKeys.Read(json, new ModelConfig
        {
            VocabularySize = json.Count("vocab_size"),
            HiddenSize = hidden,
            IntermediateSize = json.Count("intermediate_size"),
            LayerCount = json.Count("num_hidden_layers"),
            HeadCount = heads,
            KeyValueHeadCount = json.Count("num_key_value_heads", json.Values.ContainsKey("num_key_value_heads") ? heads : null),
            HeadSize = json.Find("head_dim") is null ? HeadSize(json, hidden, heads) : json.Count("head_dim"),
            MaxPositions = json.Count("max_position_embeddings"),
            NormEpsilon = json.Number("rms_norm_eps", 1e-6),
            InitializerRange = json.Number("initializer_range", 0.02),
            TiedEmbeddings = json.Flag("tie_word_embeddings"),
            Activation = ReadActivation(json, activationKey, activation),
        });
    }

    /// <summary>Reads <c>attention_bias</c>, of all four projections.</summary>
    public static ModelConfig ReadAttentionBias(JsonSettings json, ModelConfig config)
    {
        var biased = json.Flag("attention_bias");
        return config with { QueryKeyValueBias = biased, AttentionOutputBias = biased };
    }

    public static void Write(ModelConfig config, JsonObject json, string activationKey = "hidden_act")
    {
        json["vocab_size"] = config.VocabularySize;
        json["hidden_size"] = config.HiddenSize;
        json["intermediate_size"] = config.IntermediateSize;
        json["num_hidden_layers"] = config.LayerCount;
        json["num_attention_heads"] = config.HeadCount;
        json["num_key_value_heads"] = config.KeyValueHeadCount;
        json["head_dim"] = config.HeadSize;
        json["max_position_embeddings"] = config.MaxPositions;
        json["rms_norm_eps"] = config.NormEpsilon;
        json["initializer_range"] = config.InitializerRange;
        json["tie_word_embeddings"] = config.TiedEmbeddings;
        json[activationKey] = config.Activation == Activation.Silu ? "silu" : "gelu_pytorch_tanh";
        RopeKeys.Write(config, json);
    }

    public static Activation ReadActivation(JsonSettings json, string key, Activation absent) => json.Text(key) switch
    {
        null => absent,
        "silu" or "swish" => Activation.Silu,
        "gelu_pytorch_tanh" or "gelu_new" => Activation.GeluTanh,
        var other => throw json.Fault(key, $"'{other}' is not supported, only silu, gelu_pytorch_tanh, gelu_new"),
    };

    /// <summary>The width of heads that share out the residual stream.</summary>
    private static int HeadSize(JsonSettings json, int hidden, int heads) => hidden % heads == 0
        ? hidden / heads
        : throw json.Fault("hidden_size", $"{hidden} is not a multiple of num_attention_heads ({heads}), and there is no head_dim");
}
