using System.Text.Json.Nodes;

namespace Agro.Models.Families;

/// <summary>Llama, and the families that add a setting or two to it.</summary>
internal static class LlamaFamilies
{
    public static IEnumerable<ModelFamily> All =>
    [
        new("llama", "LlamaForCausalLM")
        {
            Defaults = """{ "num_key_value_heads": null }""",
            Read = json => ReadBiases(json, LayerKeys.ReadWindows(json, LlamaKeys.Read(json), windowed: false, _ => false)),
            Write = WriteBiases,
        },
        new("mistral", "MistralForCausalLM")
        {
            Defaults = """{ "sliding_window": 4096 }""",
            Read = json => LayerKeys.ReadWindows(json, LlamaKeys.Read(json), windowed: true, _ => true),
            Write = WriteWindows,
        },
        new("qwen2", "Qwen2ForCausalLM")
        {
            Defaults = """{ "sliding_window": 4096, "max_window_layers": 28 }""",
            Read = json => ReadUpperWindows(json, LlamaKeys.Read(json)) with { QueryKeyValueBias = true },
            Write = WriteSwitchedWindows,
        },
        new("qwen3", "Qwen3ForCausalLM")
        {
            Defaults = """{ "sliding_window": 4096, "max_window_layers": 28, "head_dim": 128 }""",
            Read = json => LlamaKeys.ReadAttentionBias(json, ReadUpperWindows(json, LlamaKeys.Read(json))) with { QueryKeyNorm = true },
            Write = (config, json) =>
            {
                WriteSwitchedWindows(config, json);
                json["attention_bias"] = config.QueryKeyValueBias;
            },
        },
        new("smollm3", "SmolLM3ForCausalLM")
        {
            Defaults = """{ "tie_word_embeddings": true, "rope_theta": 2000000, "no_rope_layer_interval": 4 }""",
            Read = ReadSmolLM3,
            Write = (config, json) =>
            {
                WriteBiases(config, json);
                WriteSwitchedWindows(config, json);
                json["no_rope_layers"] = LayerKeys.WriteUnturned(config);
            },
        },
    ];

    private static ModelConfig ReadBiases(JsonSettings json, ModelConfig config) =>
        LlamaKeys.ReadAttentionBias(json, config) with { FeedForwardBias = json.Flag("mlp_bias") };

    private static void WriteBiases(ModelConfig config, JsonObject json)
    {
        LlamaKeys.Write(config, json);
        json["attention_bias"] = config.QueryKeyValueBias;
        json["mlp_bias"] = config.FeedForwardBias;
    }

    private static void WriteWindows(ModelConfig config, JsonObject json)
    {
        LlamaKeys.Write(config, json);
        LayerKeys.WriteWindows(config, json);
    }

    /// <summary>Qwen's windows: where they are switched on, in the layers from <c>max_window_layers</c> on.</summary>
    private static ModelConfig ReadUpperWindows(JsonSettings json, ModelConfig config)
    {
        var first = json.Number("max_window_layers", 0);
        return LayerKeys.ReadWindows(json, config, json.Flag("use_sliding_window"), layer => layer >= first);
    }

    private static void WriteSwitchedWindows(ModelConfig config, JsonObject json)
    {
        WriteWindows(config, json);
        json["use_sliding_window"] = !config.SlidingLayers.IsEmpty;
    }

    private static ModelConfig ReadSmolLM3(JsonSettings json)
    {
        var config = ReadBiases(json, LlamaKeys.Read(json));
        config = config with { UnturnedLayers = LayerKeys.ReadUnturned(json, config.LayerCount) };
        return LayerKeys.ReadWindows(json, config, json.Flag("use_sliding_window"), config.UnturnedLayers.Contains);
    }
}
