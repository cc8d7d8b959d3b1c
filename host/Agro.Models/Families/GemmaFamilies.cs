using System.Text.Json.Nodes;

namespace Agro.Models.Families;

/// <summary>Gemma 2 (arXiv 2408.00118) and the language models of Gemma 3 (arXiv 2503.19786).</summary>
internal static class GemmaFamilies
{
    private const string ActivationKey = "hidden_activation";

    private const string Gemma2Defaults = """
        {
          "tie_word_embeddings": true, "head_dim": 256, "query_pre_attn_scalar": 256, "sliding_window": 4096,
          "attn_logit_softcapping": 50, "final_logit_softcapping": 30
        }
        """;

    // Published configs of Gemma 3 leave out most sizes that are these.
    private const string Gemma3Defaults = """
        {
          "vocab_size": 262208, "hidden_size": 2304, "intermediate_size": 9216, "num_hidden_layers": 26, "num_attention_heads": 8,
          "num_key_value_heads": 4, "head_dim": 256, "max_position_embeddings": 131072, "tie_word_embeddings": true,
          "query_pre_attn_scalar": 256, "sliding_window": 4096, "sliding_window_pattern": 6, "rope_theta": 1000000,
          "rope_local_base_freq": 10000
        }
        """;

    public static IEnumerable<ModelFamily> All =>
    [
        new("gemma2", "Gemma2ForCausalLM") { Defaults = Gemma2Defaults, Read = ReadGemma2, Write = Write },
        new("gemma3_text", "Gemma3ForCausalLM") { Defaults = Gemma3Defaults, Read = ReadGemma3, Write = WriteGemma3 },
        new("gemma3", "Gemma3ForConditionalGeneration")
        {
            Defaults = Gemma3Defaults,
            TextKey = "text_config",
            Read = ReadGemma3,
            Write = WriteGemma3,
            Layouts = [new PrefixLayout("language_model.model.", "language_model."), new PrefixLayout("model.language_model.", "")],
            ModuleNames = 1,
        },
    ];

    /// <summary>Every other layer slides, the first among them.</summary>
    private static ModelConfig ReadGemma2(JsonSettings json) =>
        LayerKeys.ReadWindows(json, ReadShared(json), windowed: true, layer => layer % 2 == 0);

    private static ModelConfig ReadGemma3(JsonSettings json)
    {
        var config = ReadShared(json);
        var pattern = json.Count(json.Find("_sliding_window_pattern") is null ? "sliding_window_pattern" : "_sliding_window_pattern");
        return LayerKeys.ReadWindows(json, config, windowed: true, layer => (layer + 1) % pattern != 0) with
        {
            QueryKeyNorm = true,
            LocalRopeTheta = config.LocalRopeTheta ?? json.Positive("rope_local_base_freq"),
        };
    }

    private static ModelConfig ReadShared(JsonSettings json) => LlamaKeys.ReadAttentionBias(json, LlamaKeys.Read(json, ActivationKey, Activation.GeluTanh)) with
    {
        Norm = NormForm.RmsAroundOne,
        PostNorms = true,
        ScaledEmbeddings = true,
        QueryPreAttentionScalar = json.Positive("query_pre_attn_scalar"),
        AttentionLogitCap = json.Positive("attn_logit_softcapping"),
        FinalLogitCap = json.Positive("final_logit_softcapping"),
    };

    private static void Write(ModelConfig config, JsonObject json)
    {
        LlamaKeys.Write(config, json, ActivationKey);
        LayerKeys.WriteWindows(config, json);
        json["attention_bias"] = config.QueryKeyValueBias;
        json["query_pre_attn_scalar"] = config.QueryPreAttentionScalar;
        json["attn_logit_softcapping"] = config.AttentionLogitCap;
        json["final_logit_softcapping"] = config.FinalLogitCap;
    }

    private static void WriteGemma3(ModelConfig config, JsonObject json)
    {
        Write(config, json);
        json["rope_local_base_freq"] = config.LocalRopeTheta;
    }
}
