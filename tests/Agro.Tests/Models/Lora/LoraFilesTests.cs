using System.Text.Json.Nodes;
using Agro.Models;
using Agro.Models.Lora;
using Agro.Models.Weights;
using static TorchSharp.torch;

namespace Agro.Tests.Models.Lora;

public class LoraFilesTests
{
    [Theory]
    [InlineData("llama3", "model.layers.0.self_attn.q_proj", "q_proj k_proj v_proj o_proj gate_proj up_proj down_proj", false)]
    [InlineData("gpt2", "transformer.h.0.attn.c_attn", "c_attn c_proj c_fc", true)]
    [InlineData("gemma3", "model.language_model.layers.0.self_attn.q_proj", "q_proj k_proj v_proj o_proj gate_proj up_proj down_proj", false)]
    public void Adapters_are_saved_in_the_layout_of_PEFT(string family, string module, string targets, bool fanInFanOut)
    {
        using var folder = new AdaptedFolder(family);
        using var policy = folder.Adapted(ScalarType.Float32);
        policy.Save(folder.Of("saved"));
        Assert.Equal(
            ["adapter_config.json", "adapter_model.safetensors", "tokenizer.json"],
            Directory.GetFiles(folder.Of("saved")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Of("saved"), "adapter_config.json")))!;
        Assert.Equal(("LORA", "CAUSAL_LM", "none"), ((string)config["peft_type"]!, (string)config["task_type"]!, (string)config["bias"]!));
        Assert.Equal((3, 5.0, fanInFanOut), ((int)config["r"]!, (double)config["lora_alpha"]!, (bool)config["fan_in_fan_out"]!));
        Assert.Equal(targets.Split(' '), config["target_modules"]!.AsArray().Select(name => (string)name!));
        Assert.Equal(Path.GetFullPath(folder.Path), (string)config["base_model_name_or_path"]!);
        using var file = SafetensorsFile.Open(Path.Combine(folder.Of("saved"), "adapter_model.safetensors"));
        Assert.Equal(2 * folder.Config.LayerCount * targets.Split(' ').Length + (family == "gpt2" ? 2 * folder.Config.LayerCount : 0), file.Entries.Length);
        Assert.Equal(3, file.ByName[$"base_model.model.{module}.lora_A.weight"].Shape[0]);
        Assert.Equal(3, file.ByName[$"base_model.model.{module}.lora_B.weight"].Shape[1]);
        Assert.Equal("pt", file.Metadata["format"]);
    }

    [Theory]
    [InlineData("llama3")]
    [InlineData("gpt2")]
    public void Saved_adapters_are_read_back_bit_for_bit(string family)
    {
        using var folder = new AdaptedFolder(family);
        using var policy = folder.Adapted(ScalarType.Float32, folder.Lora(2, 3, family == "gpt2" ? "attn.c_proj" : ".*layers\\.[01]\\..*(q|up)_proj") with { UseRslora = true });
        policy.Save(folder.Of("saved"));
        PolicyExport.Write(folder.Of("saved"), folder.Of("exported"), new());
        foreach (var place in (string[])["saved", "exported"])
        {
            using var loaded = PretrainedPolicy.Load(folder.Of(place), CPU, ScalarType.Float32);
            Assert.Null(policy.Model.Adapters!.Config.DifferenceFrom(loaded.Model.Adapters!.Config));
            Assert.Equal(policy.Model.Adapters.Parameters.Keys, loaded.Model.Adapters.Parameters.Keys);
            foreach (var (name, expected) in policy.Model.Adapters.Parameters)
                Assert.Equal(expected.ToDoubles(), loaded.Model.Adapters.Parameters[name].ToDoubles());
            Assert.Equal([38, 39], loaded.EndOfSequenceIds);
        }
    }

    [Fact]
    public void Names_that_other_versions_of_the_library_give_modules_are_known()
    {
        using var folder = new AdaptedFolder("gemma3");
        using (var policy = folder.Adapted(ScalarType.Float32)) policy.Save(folder.Of("saved"));
        Rename(folder.Of("saved"), name => name.Replace("model.language_model.", "language_model.model.", StringComparison.Ordinal));
        using var loaded = PretrainedPolicy.Load(folder.Of("saved"), CPU, ScalarType.Float32);
        using var expected = folder.Adapted(ScalarType.Float32);
        foreach (var (name, parameter) in expected.Model.Adapters!.Parameters)
            Assert.Equal(parameter.ToDoubles(), loaded.Model.Adapters!.Parameters[name].ToDoubles());
    }

    [Theory]
    [InlineData("peft_type", "\"IA3\"", "peft_type: \"IA3\" is not supported, only LORA")]
    [InlineData("bias", "\"all\"", "bias: \"all\" is not supported, only none")]
    [InlineData("use_dora", "true", "use_dora: true is not supported, only false")]
    [InlineData("modules_to_save", "[\"lm_head\"]", "modules_to_save: [\"lm_head\"] is not supported, only null")]
    [InlineData("alpha_pattern", "{\"q_proj\":4}", "alpha_pattern: {\"q_proj\":4} is not supported, only {}")]
    [InlineData("r", "4", "lora_A.weight is [3, ")]
    [InlineData("base_model_name_or_path", "\"Qwen/Qwen2.5-0.5B\"", "base_model_name_or_path: 'Qwen/Qwen2.5-0.5B' is no model's folder here")]
    public void What_cannot_be_used_is_named(string key, string value, string fault)
    {
        using var folder = new AdaptedFolder("llama3");
        using (var policy = folder.Adapted(ScalarType.Float32)) policy.Save(folder.Of("saved"));
        var file = Path.Combine(folder.Of("saved"), "adapter_config.json");
        var config = JsonNode.Parse(File.ReadAllText(file))!;
        config[key] = JsonNode.Parse(value);
        File.WriteAllText(file, config.ToJsonString());
        var refusal = Assert.Throws<InputException>(() => PretrainedPolicy.Check(folder.Of("saved"), withWeights: true)).Message;
        Assert.Contains(fault, refusal, StringComparison.Ordinal);
        Assert.StartsWith(folder.Of("saved"), refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Adapters_of_other_modules_are_refused()
    {
        using var folder = new AdaptedFolder("llama3");
        using (var policy = folder.Adapted(ScalarType.Float32)) policy.Save(folder.Of("saved"));
        Rename(folder.Of("saved"), name => name.Replace("layers.0.self_attn.q_proj", "lm_head", StringComparison.Ordinal));
        Assert.Contains(
            "base_model.model.model.lm_head.lora_A.weight is no adapter of a projection inside this model's layers",
            Assert.Throws<InputException>(() => PretrainedPolicy.Check(folder.Of("saved"), withWeights: true)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "has no adapters to merge",
            Assert.Throws<InputException>(() => PolicyExport.Write(folder.Path, folder.Of("merged"), new() { Merge = true })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_was_moved_is_named()
    {
        using var folder = new AdaptedFolder("llama3");
        using (var policy = folder.Adapted(ScalarType.Float32)) policy.Save(folder.Of("saved"));
        using var moved = new TemporaryFolder();
        foreach (var name in (string[])["config.json", "generation_config.json", "tokenizer.json", "model.safetensors"]) File.Move(folder.Of(name), moved.Of(name));
        Assert.Throws<InputException>(() => PretrainedPolicy.Load(folder.Of("saved"), CPU, ScalarType.Float32));
        using var loaded = PretrainedPolicy.Load(folder.Of("saved"), CPU, ScalarType.Float32, moved.Path);
        Assert.Equal(3, loaded.Model.Adapters!.Config.Rank);
    }

    [Theory]
    [InlineData("q_proj", 2)]
    [InlineData("self_attn.q_proj", 2)]
    [InlineData("model.layers.1.mlp.up_proj", 1)]
    [InlineData(".*layers\\.1\\..*_proj", 7)]
    [InlineData("all-linear", 14)]
    [InlineData("proj", 0)]
    [InlineData("lm_head", 0)]
    public void Targets_are_ends_of_names_or_patterns(string target, int count) =>
        Assert.Equal(count, LoraTargets.Matching(TinyPolicy.Config, target).Length);

    [Fact]
    public void A_malformed_pattern_is_told() => Assert.Contains(
        "'(q_proj' is not a pattern", Assert.Throws<InputException>(() => LoraTargets.Matching(TinyPolicy.Config, "(q_proj")).Message, StringComparison.Ordinal);

    private static void Rename(string directory, Func<string, string> rename)
    {
        var file = Path.Combine(directory, "adapter_model.safetensors");
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors;
        using (var saved = SafetensorsFile.Open(file)) tensors = saved.Entries.ToDictionary(entry => rename(entry.Name), entry => saved.Read(entry.Name));
        SafetensorsWriter.Write(file, tensors);
    }
}
