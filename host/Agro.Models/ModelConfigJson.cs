using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agro.Models;

/// <summary>The keys of a Hugging Face <c>config.json</c>.</summary>
internal static class ModelConfigJson
{
    private static readonly Dictionary<string, string> Architectures = new(StringComparer.Ordinal)
    {
        ["llama"] = "LlamaForCausalLM",
        ["mistral"] = "MistralForCausalLM",
        ["qwen2"] = "Qwen2ForCausalLM",
        ["qwen3"] = "Qwen3ForCausalLM",
    };

    public static ModelConfig Read(JsonSettings json)
    {
        var type = json.Text("model_type") ?? throw json.Fault("model_type", $"missing, expected one of {Names}");
        if (!Architectures.ContainsKey(type)) throw json.Fault("model_type", $"'{type}' is not supported, only {Names}");
        RefuseUnsupported(json, type);
        var (hidden, heads) = (json.Count("hidden_size"), json.Count("num_attention_heads"));
        var biased = json.Flag("attention_bias") && type is "llama" or "qwen3";
        return new ModelConfig
        {
            ModelType = type,
            VocabularySize = json.Count("vocab_size"),
            HiddenSize = hidden,
            IntermediateSize = json.Count("intermediate_size"),
            LayerCount = json.Count("num_hidden_layers"),
            HeadCount = heads,
            KeyValueHeadCount = json.Count("num_key_value_heads", type == "llama" ? heads : null),
            HeadSize = json.Count("head_dim", HeadSize(json, type, hidden, heads)),
            MaxPositions = json.Count("max_position_embeddings"),
            RopeTheta = RopeTheta(json),
            NormEpsilon = json.Number("rms_norm_eps", 1e-6),
            InitializerRange = json.Number("initializer_range", 0.02),
            TiedEmbeddings = json.Flag("tie_word_embeddings"),
            QueryKeyValueBias = biased || type == "qwen2",
            AttentionOutputBias = biased,
            FeedForwardBias = type == "llama" && json.Flag("mlp_bias"),
            QueryKeyNorm = type == "qwen3",
            EndOfSequenceIds = json.TokenIds("eos_token_id"),
            Source = json.Values,
        }.Checked(json.File);
    }

    public static JsonObject Write(ModelConfig config, string weightType)
    {
        var json = config.Source?.DeepClone().AsObject() ?? [];
        if (!json.ContainsKey("architectures")) json["architectures"] = new JsonArray(Architectures[config.ModelType]);
        json["model_type"] = config.ModelType;
        json["vocab_size"] = config.VocabularySize;
        json["hidden_size"] = config.HiddenSize;
        json["intermediate_size"] = config.IntermediateSize;
        json["num_hidden_layers"] = config.LayerCount;
        json["num_attention_heads"] = config.HeadCount;
        json["num_key_value_heads"] = config.KeyValueHeadCount;
        json["head_dim"] = config.HeadSize;
        json["max_position_embeddings"] = config.MaxPositions;
        if (json["rope_parameters"] is JsonObject rope) rope["rope_theta"] = config.RopeTheta;
        else json["rope_theta"] = config.RopeTheta;
        json["rms_norm_eps"] = config.NormEpsilon;
        json["initializer_range"] = config.InitializerRange;
        json["tie_word_embeddings"] = config.TiedEmbeddings;
        json["hidden_act"] = "silu";
        if (config.ModelType is "llama" or "qwen3") json["attention_bias"] = config.QueryKeyValueBias;
        if (config.ModelType == "llama") json["mlp_bias"] = config.FeedForwardBias;
        json["eos_token_id"] = JsonSettings.TokenIds(config.EndOfSequenceIds);
        json[json.ContainsKey("dtype") ? "dtype" : "torch_dtype"] = weightType;
        return json;
    }

    private static string Names => string.Join(", ", Architectures.Keys);

    private static int HeadSize(JsonSettings json, string type, int hidden, int heads)
    {
        if (type == "qwen3") return 128;
        if (json.Find("head_dim") is null && hidden % heads != 0)
            throw json.Fault("hidden_size", $"{hidden} is not a multiple of num_attention_heads ({heads}), and there is no head_dim");
        return hidden / heads;
    }

    private static double RopeTheta(JsonSettings json)
    {
        if (json.Find("rope_parameters") is not JsonObject values) return json.Number("rope_theta", 10000);
        return new JsonSettings($"{json.File}: rope_parameters", values).Number("rope_theta", 10000);
    }

    private static void RefuseUnsupported(JsonSettings json, string type)
    {
        json.Require("hidden_act", node => node.ToString() is "silu" or "swish", "silu");
        json.Require("rope_scaling", DefaultRope, "null (the plain rotary embedding)");
        json.Require("rope_parameters", DefaultRope, "rope_type default");
        json.Require("partial_rotary_factor", node => node.GetValueKind() == JsonValueKind.Number && node.GetValue<double>() == 1, "1");
        json.Require("attention_dropout", node => node.GetValueKind() == JsonValueKind.Number && node.GetValue<double>() == 0, "0");
        json.Require("quantization_config", _ => false, "unquantized weights");
        json.Require("layer_types", node => node is JsonArray types && types.All(layer => layer?.ToString() == "full_attention"), "full_attention");
        var windowed = type == "mistral" || json.Flag("use_sliding_window");
        var longest = json.Count("max_position_embeddings");
        if (windowed) json.Require("sliding_window", node => node is JsonValue value && value.TryGetValue(out int window) && window >= longest,
            "null, or a window of at least max_position_embeddings");
    }

    private static bool DefaultRope(JsonNode node) =>
        node is JsonObject rope && (rope["rope_type"] ?? rope["type"])?.ToString() is null or "default";
}
