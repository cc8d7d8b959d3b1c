using System.Text.Json.Nodes;
using Agro.Models;
using static TorchSharp.torch;

namespace Agro.Tests.Models.Families;

public class FamilyRefusalTests
{
    [Theory]
    [InlineData("llama", "model_type", "\"mixtral\"", "model_type: 'mixtral' is not supported, only llama, mistral, qwen2, qwen3, smollm3, gemma2, gemma3_text, gemma3, gpt2")]
    [InlineData("llama", "quantization_config", """{"bits":4}""", """quantization_config: {"bits":4} is not supported, only unquantized weights""")]
    [InlineData("qwen3", "num_experts", "8", "num_experts: 8 is not supported, only dense layers")]
    [InlineData("mistral", "num_local_experts", "8", "num_local_experts: 8 is not supported, only dense layers")]
    [InlineData("llama", "rope_scaling", """{"rope_type":"longrope","factor":2}""", "rope_scaling: rope_type: 'longrope' is not supported, only default, linear, dynamic, llama3, yarn")]
    [InlineData("llama", "rope_scaling", """{"type":"su"}""", "rope_scaling: type: 'su' is not supported")]
    [InlineData("llama", "rope_scaling", """{"rope_type":"linear"}""", "rope_scaling: factor: missing")]
    [InlineData("llama", "rope_scaling", """{"rope_type":"linear","factor":-2}""", "rope_scaling: factor: found -2")]
    [InlineData("llama", "rope_scaling", """{"rope_type":"llama3","factor":8,"low_freq_factor":4,"high_freq_factor":1,"original_max_position_embeddings":32}""", "high_freq_factor: 1 is not above low_freq_factor (4)")]
    [InlineData("llama", "rope_scaling", """{"rope_type":"yarn","factor":4,"mscale":1}""", "rope_scaling: mscale: 1 is not supported")]
    [InlineData("llama", "rope_scaling", "7", "rope_scaling: found 7, expected an object")]
    [InlineData("llama", "rope_parameters", """{"rope_type":"default","partial_rotary_factor":0.5}""", "rope_parameters: partial_rotary_factor: 0.5 is not supported, only 1")]
    [InlineData("llama", "partial_rotary_factor", "0.5", "partial_rotary_factor: 0.5 is not supported, only 1")]
    [InlineData("llama", "hidden_act", "\"relu\"", "hidden_act: 'relu' is not supported, only silu, gelu_pytorch_tanh, gelu_new")]
    [InlineData("llama", "layer_types", """["sliding_attention","full_attention"]""", "layer_types: holds sliding_attention, but there is no sliding_window in use")]
    [InlineData("mistral", "layer_types", """["chunked_attention","full_attention"]""", "layer_types: \"chunked_attention\" is not supported, only full_attention, sliding_attention")]
    [InlineData("gemma2", "layer_types", """["full_attention"]""", "layer_types: found [\"full_attention\"], expected a list")]
    [InlineData("gemma2", "use_bidirectional_attention", "true", "use_bidirectional_attention: true is not supported, only false")]
    [InlineData("gemma2", "attn_logit_softcapping", "0", "attn_logit_softcapping: found 0, expected a number above 0")]
    [InlineData("smollm3", "no_rope_layers", "[1]", "no_rope_layers: found [1], expected 2 numbers")]
    [InlineData("smollm3", "no_rope_layers", "[1,2]", "no_rope_layers: holds 2, allowed are 1 (rotary) and 0 (none)")]
    [InlineData("gemma3", "text_config", "null", "text_config: missing, expected the language model's settings")]
    [InlineData("gemma3", "text_config", """{"quantization_config":{}}""", "text_config: quantization_config: {} is not supported")]
    [InlineData("gpt2", "scale_attn_by_inverse_layer_idx", "true", "scale_attn_by_inverse_layer_idx: true is not supported, only false")]
    [InlineData("gpt2", "scale_attn_weights", "false", "scale_attn_weights: false is not supported, only true")]
    [InlineData("gpt2", "add_cross_attention", "true", "add_cross_attention: true is not supported, only false")]
    [InlineData("gpt2", "n_head", "5", "n_embd: 24 is not a multiple of n_head (5)")]
    [InlineData("gpt2", "activation_function", "\"relu\"", "activation_function: 'relu' is not supported")]
    public void A_setting_that_is_not_honored_is_named(string family, string key, string value, string why)
    {
        using var folder = new FamilyFolder(family);
        var json = FamilyConfigs.Of(family);
        json[key] = JsonNode.Parse(value);
        File.WriteAllText(folder.Of("config.json"), json.ToJsonString());
        var fault = Assert.Throws<InputException>(() => PretrainedPolicy.Check(folder.Path, withWeights: true));
        Assert.StartsWith($"{folder.Of("config.json")}: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpt2", "transformer.h.1.attn.c_attn.weight", "transformer.h.1.attn.c_attn.weight is [3, 5], expected [24, 72]")]
    [InlineData("gemma3", "language_model.model.layers.3.post_feedforward_layernorm.weight", "is [3, 5], expected [24]")]
    [InlineData("smollm2", "model.norm.weight", "is [3, 5], expected [24]")]
    public void A_tensor_of_another_shape_is_named(string family, string name, string why)
    {
        using var folder = new FamilyFolder(family);
        Assert.Contains(name, folder.Weights.Keys);
        Change(folder, tensors => tensors[name] = zeros(3, 5));
        Assert.Contains(why, Refused(folder), StringComparison.Ordinal);
        Change(folder, tensors => tensors.Remove(name));
        Assert.Contains($"missing {name}", Refused(folder), StringComparison.Ordinal);
        Change(folder, tensors => tensors["model.layers.0.block_sparse_moe.gate.weight"] = zeros(3, 5));
        Assert.Contains("unexpected model.layers.0.block_sparse_moe.gate.weight", Refused(folder), StringComparison.Ordinal);
    }

    private static string Refused(FamilyFolder folder) =>
        Assert.Throws<InputException>(() => folder.Load(ScalarType.Float32)).Message;

    private static void Change(FamilyFolder folder, Action<Dictionary<string, Tensor>> change)
    {
        using var scope = NewDisposeScope();
        folder.WriteWeights(_ => ScalarType.Float32);
        Dictionary<string, Tensor> tensors;
        using (var weights = Agro.Models.Weights.ModelWeights.Open(folder.Path)) tensors = weights.Names.ToDictionary(name => name, weights.Read);
        change(tensors);
        Agro.Models.Weights.SafetensorsWriter.Write(folder.Of("model.safetensors"), tensors);
    }
}
