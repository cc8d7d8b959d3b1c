using System.Text.Json.Nodes;

namespace Agro.Tests.Models.Families;

/// <summary>
/// A tiny <c>config.json</c> for every family and for every setting that changes what it computes, with the keys that published ones have.
/// </summary>
internal static class FamilyConfigs
{
    private const string Llama = """
        "vocab_size": 40, "hidden_size": 24, "intermediate_size": 36, "num_hidden_layers": 2, "num_attention_heads": 3,
        "max_position_embeddings": 64, "hidden_act": "silu", "initializer_range": 0.02, "rms_norm_eps": 1e-05, "use_cache": true,
        "attention_dropout": 0.0, "bos_token_id": 1, "eos_token_id": 39, "torch_dtype": "float32", "transformers_version": "4.50.0"
        """;

    private const string Gemma = """
        "vocab_size": 40, "hidden_size": 24, "intermediate_size": 32, "num_hidden_layers": 4, "num_attention_heads": 4,
        "num_key_value_heads": 2, "head_dim": 8, "max_position_embeddings": 64, "hidden_activation": "gelu_pytorch_tanh",
        "initializer_range": 0.02, "rms_norm_eps": 1e-06, "attention_bias": false, "attention_dropout": 0.0, "tie_word_embeddings": true,
        "query_pre_attn_scalar": 12, "sliding_window": 5
        """;

    private const string Gemma3 = """
        "attn_logit_softcapping": null, "final_logit_softcapping": null, "rope_theta": 5000.0, "rope_local_base_freq": 100.0,
        "rope_scaling": { "rope_type": "linear", "factor": 8.0 }, "sliding_window_pattern": 3, "cache_implementation": "hybrid"
        """;

    private const string Switched = """ "use_sliding_window": true, "sliding_window": 5, "max_window_layers": 1 """;

    private static readonly Dictionary<string, string> Texts = new()
    {
        ["llama"] = $$"""{ "model_type": "llama", {{Llama}}, "num_key_value_heads": 3, "rope_theta": 10000.0, "rope_scaling": null, "tie_word_embeddings": false, "attention_bias": false, "mlp_bias": false, "pretraining_tp": 1 }""",
        ["llama-biased"] = $$"""{ "model_type": "llama", {{Llama}}, "num_key_value_heads": 1, "rope_theta": 100.0, "tie_word_embeddings": true, "attention_bias": true, "mlp_bias": true }""",
        ["llama-linear"] = $$"""{ "model_type": "llama", {{Llama}}, "num_key_value_heads": 3, "rope_theta": 100.0, "rope_scaling": { "type": "linear", "rope_type": "linear", "factor": 2.5 } }""",
        ["llama3"] = $$"""{ "model_type": "llama", {{Llama}}, "num_key_value_heads": 1, "rope_theta": 500.0, "rope_scaling": { "rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 32 } }""",
        ["smollm2"] = $$"""{ "model_type": "llama", {{Llama}}, "num_key_value_heads": 1, "rope_theta": 100000, "tie_word_embeddings": true, "rope_interleaved": false }""",
        ["smollm3"] = $$"""{ "model_type": "smollm3", {{Llama}}, "num_key_value_heads": 1, "rope_theta": 500.0, "rope_scaling": null, "tie_word_embeddings": true, "no_rope_layers": [1, 0], "no_rope_layer_interval": 2, "use_sliding_window": false, "sliding_window": null, "max_window_layers": 28, "mlp_bias": false, "attention_bias": false }""",
        ["smollm3-sliding"] = $$"""{ "model_type": "smollm3", {{Llama}}, "num_key_value_heads": 3, "rope_theta": 500.0, "tie_word_embeddings": false, "no_rope_layers": [0, 1], "use_sliding_window": true, "sliding_window": 4 }""",
        ["mistral"] = $$"""{ "model_type": "mistral", {{Llama}}, "num_key_value_heads": 1, "rope_theta": 500.0, "sliding_window": 5, "tie_word_embeddings": false }""",
        ["mistral-full"] = $$"""{ "model_type": "mistral", {{Llama}}, "num_key_value_heads": 1, "head_dim": 16, "rope_theta": 500.0, "sliding_window": null }""",
        ["qwen2"] = $$"""{ "model_type": "qwen2", {{Llama}}, "num_key_value_heads": 1, "rope_theta": 500.0, "use_sliding_window": false, "sliding_window": 5, "max_window_layers": 1, "tie_word_embeddings": true }""",
        ["qwen2-sliding"] = $$"""{ "model_type": "qwen2", {{Llama}}, "num_key_value_heads": 3, "rope_theta": 500.0, {{Switched}} }""",
        ["qwen2-yarn"] = $$"""{ "model_type": "qwen2", {{Llama}}, "num_key_value_heads": 3, "rope_theta": 10.0, "rope_scaling": { "rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 300 } }""",
        ["qwen3"] = $$"""{ "model_type": "qwen3", {{Llama}}, "num_key_value_heads": 1, "head_dim": 16, "rope_theta": 500.0, "rope_scaling": null, "tie_word_embeddings": true, "attention_bias": false, "use_sliding_window": false, "sliding_window": null, "max_window_layers": 28 }""",
        ["gemma2"] = $$"""{ "model_type": "gemma2", {{Gemma}}, "attn_logit_softcapping": 2.0, "final_logit_softcapping": 3.0, "rope_theta": 500.0, "hidden_act": "gelu_pytorch_tanh", "eos_token_id": 39, "torch_dtype": "float32" }""",
        ["gemma3_text"] = $$"""{ "model_type": "gemma3_text", {{Gemma}}, {{Gemma3}}, "eos_token_id": [1, 39], "torch_dtype": "float32" }""",
        ["gemma3"] = $$"""{ "model_type": "gemma3", "architectures": ["Gemma3ForConditionalGeneration"], "boi_token_index": 3, "eos_token_id": [1, 39], "text_config": { "model_type": "gemma3_text", {{Gemma}}, {{Gemma3}} }, "vision_config": { "hidden_size": 6, "model_type": "siglip_vision_model" }, "torch_dtype": "float32" }""",
        ["gpt2"] = """{ "model_type": "gpt2", "vocab_size": 40, "n_ctx": 64, "n_embd": 24, "n_head": 3, "n_layer": 2, "n_positions": 64, "activation_function": "gelu_new", "attn_pdrop": 0.1, "embd_pdrop": 0.1, "resid_pdrop": 0.1, "layer_norm_epsilon": 1e-05, "initializer_range": 0.02, "bos_token_id": 39, "eos_token_id": 39, "summary_type": "cls_index", "task_specific_params": { "text-generation": { "do_sample": true, "max_length": 50 } } }""",
        ["gpt2-early"] = """{ "model_type": "gpt2", "vocab_size": 40, "n_ctx": 64, "n_embd": 32, "n_head": 2, "n_layer": 2, "n_positions": 64, "n_inner": 40, "activation_function": "gelu_new", "layer_norm_epsilon": 1e-05 }""",
    };

    public static IEnumerable<string> Names => Texts.Keys;

    /// <summary>For theories over all of them.</summary>
    public static TheoryData<string> All => [.. Texts.Keys];

    public static string Text(string name) => Texts[name];

    public static JsonObject Of(string name) => JsonNode.Parse(Texts[name])!.AsObject();
}
