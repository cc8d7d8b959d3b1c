using System.Text.Json.Nodes;
using Agro.Models;

namespace Agro.Tests.Models;

public class ModelConfigTests
{
    private const string Sizes = """
        "vocab_size": 100, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4,
        "num_key_value_heads": 2, "max_position_embeddings": 128
        """;

    [Theory]
    [InlineData("""{ "model_type": "llama", SIZES }""", false, false, false, 8)]
    [InlineData("""{ "model_type": "llama", SIZES, "attention_bias": true, "mlp_bias": true, "head_dim": 16 }""", true, true, false, 16)]
    [InlineData("""{ "model_type": "mistral", SIZES, "sliding_window": null, "rope_scaling": null }""", false, false, false, 8)]
    [InlineData("""{ "model_type": "mistral", SIZES, "sliding_window": 4096 }""", false, false, false, 8)]
    [InlineData("""{ "model_type": "qwen2", SIZES, "use_sliding_window": false, "sliding_window": 64 }""", true, false, false, 8)]
    [InlineData("""{ "model_type": "qwen3", SIZES, "layer_types": ["full_attention", "full_attention"] }""", false, false, true, 128)]
    public void Architectures_are_settings(string json, bool queryBias, bool outputBias, bool norm, int headSize)
    {
        var config = Read(json);
        Assert.Equal((queryBias, outputBias, norm, headSize),
            (config.QueryKeyValueBias, config.AttentionOutputBias, config.QueryKeyNorm, config.HeadSize));
        Assert.Equal((100, 32, 64, 2, 4, 2, 128), (config.VocabularySize, config.HiddenSize, config.IntermediateSize, config.LayerCount,
            config.HeadCount, config.KeyValueHeadCount, config.MaxPositions));
        Assert.Equal((10000, 1e-6, false), (config.RopeTheta, config.NormEpsilon, config.TiedEmbeddings));
    }

    [Theory]
    [InlineData("""{ SIZES }""", "model_type: missing")]
    [InlineData("""{ "model_type": "bert", SIZES }""", "model_type: 'bert' is not supported, only llama, mistral, qwen2, qwen3, smollm3, gemma2, gemma3_text, gemma3, gpt2")]
    [InlineData("""{ "model_type": "llama", "max_position_embeddings": 8 }""", "hidden_size: missing")]
    [InlineData("""{ "model_type": "llama", SIZES, "vocab_size": 3 }""", "vocab_size")]
    [InlineData("""{ "model_type": "llama", SIZES, "head_dim": "8" }""", "head_dim: found \"8\"")]
    [InlineData("""{ "model_type": "llama", SIZES, "head_dim": 7 }""", "head_dim: 7 is odd")]
    [InlineData("""{ "model_type": "llama", SIZES, "rms_norm_eps": -1 }""", "rms_norm_eps: found -1")]
    [InlineData("""{ "model_type": "llama", SIZES, "tie_word_embeddings": 1 }""", "tie_word_embeddings: found 1, expected true or false")]
    [InlineData("""{ "model_type": "llama", SIZES, "hidden_act": "gelu" }""", "hidden_act")]
    [InlineData("""{ "model_type": "llama", SIZES, "rope_scaling": {"rope_type": "llama3", "factor": 8} }""", "rope_scaling")]
    [InlineData("""{ "model_type": "llama", SIZES, "rope_parameters": {"rope_type": "yarn"} }""", "rope_parameters")]
    [InlineData("""{ "model_type": "mistral", SIZES, "sliding_window": 0 }""", "sliding_window: found 0, expected a whole number of at least 1")]
    [InlineData("""{ "model_type": "qwen3", SIZES, "layer_types": ["sliding_attention"] }""", "layer_types")]
    [InlineData("""{ "model_type": "llama", SIZES, "quantization_config": {} }""", "quantization_config")]
    [InlineData("""{ "model_type": "llama", SIZES, "attention_dropout": 0.1 }""", "attention_dropout")]
    [InlineData("""{ "model_type": "llama", SIZES, "eos_token_id": 100 }""", "eos_token_id: 100")]
    [InlineData("""{ "model_type": "llama", SIZES, "eos_token_id": ["x"] }""", "eos_token_id: found \"x\"")]
    [InlineData("""{ "model_type": "llama", "oops" }""", "config.json:1:")]
    [InlineData("""[]""", "expected a JSON object")]
    public void Faults_name_file_and_key(string json, string why)
    {
        var fault = Assert.Throws<InputException>(() => Read(json));
        Assert.Contains("config.json", fault.Message, StringComparison.Ordinal);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_keys_survive_a_round_trip()
    {
        using var folder = new TemporaryFolder();
        var config = Read("""{ "model_type": "llama", SIZES, "rope_theta": 5e5, "eos_token_id": [1, 2], "pretraining_tp": 1, "torch_dtype": "bfloat16", "odd": {"x": [1]} }""");
        config.Save(folder.Of("config.json"));
        var json = JsonNode.Parse(File.ReadAllText(folder.Of("config.json")))!.AsObject();
        Assert.Equal("""{"x":[1]}""", json["odd"]!.ToJsonString());
        Assert.Equal("float32", json["torch_dtype"]!.GetValue<string>());
        Assert.Equal([1, 2], json["eos_token_id"]!.AsArray().Select(id => id!.GetValue<int>()));
        var again = ModelConfig.Load(folder.Of("config.json"));
        Assert.Equal(config with { Source = null, EndOfSequenceIds = [] }, again with { Source = null, EndOfSequenceIds = [] });
        Assert.Equal(config.EndOfSequenceIds, again.EndOfSequenceIds);
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("mistral")]
    [InlineData("qwen2")]
    [InlineData("qwen3")]
    public void A_config_made_in_code_returns_from_its_file(string architecture)
    {
        using var folder = new TemporaryFolder();
        var config = TinyModels.Config(architecture);
        config.Save(folder.Of("config.json"));
        Assert.Equal(config, ModelConfig.Load(folder.Of("config.json")) with { Source = null, EndOfSequenceIds = config.EndOfSequenceIds });
    }

    private static ModelConfig Read(string json)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Of("config.json"), json.Replace("SIZES", Sizes, StringComparison.Ordinal));
        return ModelConfig.Load(folder.Of("config.json"));
    }
}
