using System.Text.Json.Nodes;

namespace Agro.Tests.Models.Families;

/// <summary>The tensors of each family's published files, by name, with their shapes.</summary>
internal static class PublishedWeights
{
    public static IReadOnlyList<(string Name, long[] Shape)> Of(string name, JsonObject config) => config["model_type"]!.GetValue<string>() switch
    {
        "gpt2" => [.. Gpt2(config, name == "gpt2-early" ? "" : "transformer.")],
        "gemma3" => [.. Llama(config["text_config"]!.AsObject(), "language_model.model.", "language_model."), .. Vision(config)],
        _ => [.. Llama(config, "model.", "")],
    };

    private static IEnumerable<(string Name, long[] Shape)> Llama(JsonObject config, string prefix, string head)
    {
        long Count(string key) => config[key]!.GetValue<long>();
        bool Flag(string key) => config[key]?.GetValue<bool>() ?? false;
        var family = config["model_type"]!.GetValue<string>();
        var (d, inner, gemma) = (Count("hidden_size"), Count("intermediate_size"), family.StartsWith("gemma", StringComparison.Ordinal));
        var size = config["head_dim"]?.GetValue<long>() ?? (d / Count("num_attention_heads"));
        var (queries, keys) = (size * Count("num_attention_heads"), size * Count("num_key_value_heads"));
        var (queryBias, outputBias) = (family == "qwen2" || Flag("attention_bias"), Flag("attention_bias"));
        yield return ($"{prefix}embed_tokens.weight", [Count("vocab_size"), d]);
        for (var layer = 0; layer < Count("num_hidden_layers"); layer++)
        {
            var at = $"{prefix}layers.{layer}.";
            yield return ($"{at}input_layernorm.weight", [d]);
            foreach (var (letter, outputs) in new[] { ("q", queries), ("k", keys), ("v", keys) })
            {
                yield return ($"{at}self_attn.{letter}_proj.weight", [outputs, d]);
                if (queryBias) yield return ($"{at}self_attn.{letter}_proj.bias", [outputs]);
                if (letter != "v" && family is "qwen3" or "gemma3_text") yield return ($"{at}self_attn.{letter}_norm.weight", [size]);
            }

            yield return ($"{at}self_attn.o_proj.weight", [d, queries]);
            if (outputBias) yield return ($"{at}self_attn.o_proj.bias", [d]);
            yield return ($"{at}post_attention_layernorm.weight", [d]);
            if (gemma) yield return ($"{at}pre_feedforward_layernorm.weight", [d]);
            if (gemma) yield return ($"{at}post_feedforward_layernorm.weight", [d]);
            foreach (var (part, outputs, inputs) in new[] { ("gate", inner, d), ("up", inner, d), ("down", d, inner) })
            {
                yield return ($"{at}mlp.{part}_proj.weight", [outputs, inputs]);
                if (Flag("mlp_bias")) yield return ($"{at}mlp.{part}_proj.bias", [outputs]);
            }
        }

        yield return ($"{prefix}norm.weight", [d]);
        if (!Flag("tie_word_embeddings")) yield return ($"{head}lm_head.weight", [Count("vocab_size"), d]);
    }

    private static IEnumerable<(string Name, long[] Shape)> Vision(JsonObject config)
    {
        var width = config["vision_config"]!["hidden_size"]!.GetValue<long>();
        yield return ("multi_modal_projector.mm_input_projection_weight", [width, config["text_config"]!["hidden_size"]!.GetValue<long>()]);
        yield return ("multi_modal_projector.mm_soft_emb_norm.weight", [width]);
        yield return ("vision_tower.vision_model.encoder.layers.0.mlp.fc1.bias", [width]);
    }

    private static IEnumerable<(string Name, long[] Shape)> Gpt2(JsonObject config, string prefix)
    {
        var d = config["n_embd"]!.GetValue<long>();
        var inner = config["n_inner"]?.GetValue<long>() ?? (4 * d);
        yield return ($"{prefix}wte.weight", [config["vocab_size"]!.GetValue<long>(), d]);
        yield return ($"{prefix}wpe.weight", [config["n_positions"]!.GetValue<long>(), d]);
        for (var layer = 0; layer < config["n_layer"]!.GetValue<int>(); layer++)
        {
            foreach (var (part, inputs, outputs) in new[] { ("attn.c_attn", d, 3 * d), ("attn.c_proj", d, d), ("mlp.c_fc", d, inner), ("mlp.c_proj", inner, d) })
            {
                yield return ($"{prefix}h.{layer}.{part}.weight", [inputs, outputs]);
                yield return ($"{prefix}h.{layer}.{part}.bias", [outputs]);
            }

            foreach (var norm in new[] { "ln_1", "ln_2" })
            {
                yield return ($"{prefix}h.{layer}.{norm}.weight", [d]);
                yield return ($"{prefix}h.{layer}.{norm}.bias", [d]);
            }
        }

        yield return ($"{prefix}ln_f.weight", [d]);
        yield return ($"{prefix}ln_f.bias", [d]);
    }
}
