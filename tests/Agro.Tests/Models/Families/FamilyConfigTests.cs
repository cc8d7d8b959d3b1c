using System.Text.Json.Nodes;
using Agro.Models;
using Agro.Tests.Models.Plain;

namespace Agro.Tests.Models.Families;

public class FamilyConfigTests
{
    public static TheoryData<string> All => FamilyConfigs.All;

    [Theory]
    [MemberData(nameof(All))]
    public void A_config_returns_from_its_file_with_nothing_changed_but_the_type(string family)
    {
        using var folder = new FamilyFolder(family);
        var config = ModelConfig.Load(folder.Of("config.json"));
        config.Save(folder.Of("again.json"), "bfloat16");
        var expected = FamilyConfigs.Of(family);
        expected["torch_dtype"] = "bfloat16";
        expected["architectures"] ??= new JsonArray(Architecture(family));
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(File.ReadAllText(folder.Of("again.json")))), File.ReadAllText(folder.Of("again.json")));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void All_settings_return_from_a_file_of_our_own_making(string family)
    {
        using var folder = new FamilyFolder(family);
        var config = ModelConfig.Load(folder.Of("config.json")) with { Source = null };
        config.Save(folder.Of("own.json"));
        var again = ModelConfig.Load(folder.Of("own.json"));
        Assert.Equal(config with { EndOfSequenceIds = [] }, again with { EndOfSequenceIds = [], Source = null });
        Assert.Equal(config.EndOfSequenceIds, again.EndOfSequenceIds);
        Assert.Null(config.DifferenceFrom(again));
    }

    [Fact]
    public void What_was_changed_since_is_written_where_its_key_is()
    {
        using var folder = new FamilyFolder("gemma3");
        var config = ModelConfig.Load(folder.Of("config.json")) with { EndOfSequenceIds = [7], MaxPositions = 128, RopeTheta = 9 };
        config.Save(folder.Of("own.json"));
        var json = JsonNode.Parse(File.ReadAllText(folder.Of("own.json")))!;
        Assert.Equal((7, 128, 9.0), (json["eos_token_id"]!.GetValue<int>(), json["text_config"]!["max_position_embeddings"]!.GetValue<int>(), json["text_config"]!["rope_theta"]!.GetValue<double>()));
        Assert.Null(json["max_position_embeddings"]);
        Assert.Equal(6, json["vision_config"]!["hidden_size"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("llama3", "rope_theta", "100.0")]
    [InlineData("llama3", "rope_scaling", "null")]
    [InlineData("llama-linear", "rope_scaling", "null")]
    [InlineData("qwen2-yarn", "rope_scaling", "null")]
    [InlineData("qwen2-yarn", "rope_scaling", """{ "rope_type": "linear", "factor": 4.0 }""")]
    [InlineData("mistral", "sliding_window", "6")]
    [InlineData("qwen2-sliding", "max_window_layers", "0")]
    [InlineData("smollm3", "no_rope_layers", "[1, 1]")]
    [InlineData("smollm3-sliding", "use_sliding_window", "false")]
    [InlineData("gemma2", "attn_logit_softcapping", "null")]
    [InlineData("gemma2", "final_logit_softcapping", "null")]
    [InlineData("gemma2", "query_pre_attn_scalar", "8")]
    [InlineData("gemma2", "sliding_window", "6")]
    [InlineData("gemma3_text", "rope_local_base_freq", "90.0")]
    [InlineData("gemma3_text", "sliding_window_pattern", "2")]
    [InlineData("gemma3_text", "rope_scaling", "null")]
    public void Every_setting_tells(string family, string key, string value)
    {
        using var folder = new FamilyFolder(family);
        int[] ids = [.. Enumerable.Range(0, 30).Select(i => (i * 7) % 40)];
        var before = folder.Plain().Logits(ids)[^1];
        folder.Config[key] = JsonNode.Parse(value);
        Assert.Contains(PlainTransformer.Of(folder.Config, folder.Weights).Logits(ids)[^1].Zip(before, (a, b) => Math.Abs(a - b)), difference => difference > 1e-3);
    }

    [Fact]
    public void Newer_libraries_words_mean_the_same()
    {
        Same("llama3", json => json["rope_parameters"] = Scaling(json, "rope_scaling", "rope_theta"));
        Same("mistral", json => json["rope_parameters"] = new JsonObject { ["rope_type"] = "default", ["rope_theta"] = json["rope_theta"]!.DeepClone() }, "rope_theta");
        Same("gemma2", json => json["layer_types"] = Kinds("sliding", "full", "sliding", "full"));
        Same("gemma3_text", json =>
        {
            json["layer_types"] = Kinds("sliding", "sliding", "full", "sliding");
            json["rope_parameters"] = new JsonObject
            {
                ["full_attention"] = Scaling(json, "rope_scaling", "rope_theta"),
                ["sliding_attention"] = new JsonObject { ["rope_type"] = "default", ["rope_theta"] = 100.0 },
            };
        }, "rope_theta", "rope_scaling", "rope_local_base_freq", "sliding_window_pattern");
    }

    [Fact]
    public void A_sparse_config_of_Gemma_3_has_the_sizes_that_it_leaves_out()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Of("config.json"), """
            { "model_type": "gemma3", "eos_token_id": [1, 106], "text_config": { "hidden_size": 2560, "intermediate_size": 10240, "model_type": "gemma3_text",
              "num_hidden_layers": 34, "rope_scaling": { "factor": 8.0, "rope_type": "linear" }, "sliding_window": 1024 } }
            """);
        var config = ModelConfig.Load(folder.Of("config.json"));
        Assert.Equal((262208, 8, 4, 256, 131072), (config.VocabularySize, config.HeadCount, config.KeyValueHeadCount, config.HeadSize, config.MaxPositions));
        Assert.Equal((1e6, 1e4, 256.0, true, 1024), (config.RopeTheta, config.LocalRopeTheta, config.QueryPreAttentionScalar, config.TiedEmbeddings, config.SlidingWindow));
        Assert.Equal([5, 11, 17, 23, 29], Enumerable.Range(0, 34).Where(layer => !config.SlidingLayers.Contains(layer)));
    }

    private static void Same(string family, Action<JsonObject> change, params string[] removed)
    {
        using var folder = new FamilyFolder(family);
        var json = FamilyConfigs.Of(family);
        change(json);
        foreach (var key in removed) json.Remove(key);
        File.WriteAllText(folder.Of("newer.json"), json.ToJsonString());
        var (older, newer) = (ModelConfig.Load(folder.Of("config.json")), ModelConfig.Load(folder.Of("newer.json")));
        Assert.Equal(older with { Source = null, EndOfSequenceIds = [] }, newer with { Source = null, EndOfSequenceIds = [] });
    }

    private static JsonObject Scaling(JsonObject json, string key, string thetaKey)
    {
        var scaling = json[key]!.DeepClone().AsObject();
        scaling["rope_theta"] = json[thetaKey]!.DeepClone();
        return scaling;
    }

    private static JsonArray Kinds(params string[] kinds) => [.. kinds.Select(kind => JsonValue.Create($"{kind}_attention"))];

    private static string Architecture(string family) => family.Split('-')[0] switch
    {
        "mistral" => "MistralForCausalLM",
        "qwen2" => "Qwen2ForCausalLM",
        "qwen3" => "Qwen3ForCausalLM",
        "smollm3" => "SmolLM3ForCausalLM",
        "gemma2" => "Gemma2ForCausalLM",
        "gemma3_text" => "Gemma3ForCausalLM",
        "gpt2" => "GPT2LMHeadModel",
        _ => "LlamaForCausalLM",
    };
}
