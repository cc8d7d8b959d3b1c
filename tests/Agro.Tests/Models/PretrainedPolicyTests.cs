using Agro.Models;
using Agro.Models.Weights;
using static TorchSharp.torch;

namespace Agro.Tests.Models;

public class PretrainedPolicyTests
{
    [Theory]
    [InlineData("llama", ScalarType.Float32)]
    [InlineData("qwen3", ScalarType.Float64)]
    public void A_saved_policy_returns_bit_for_bit(string architecture, ScalarType type)
    {
        using var folder = new TemporaryFolder();
        using var made = Make(folder.Of("a"), architecture, type);
        made.Save(folder.Of("b"));
        using var loaded = PretrainedPolicy.Load(folder.Of("b"), CPU, type);
        loaded.Save(folder.Of("c"));
        Assert.Equal(made.Model.Parameters.Keys, loaded.Model.Parameters.Keys);
        foreach (var (name, parameter) in made.Model.Parameters) Assert.Equal(parameter.ToDoubles(), loaded.Model.Parameters[name].ToDoubles());
        foreach (var name in Directory.GetFiles(folder.Of("b")).Select(path => Path.GetFileName(path)!))
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder.Of("b"), name)), File.ReadAllBytes(Path.Combine(folder.Of("c"), name)));
        Assert.Equal([3, 5], loaded.EndOfSequenceIds);
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder.Of("a"), "tokenizer.json")), File.ReadAllBytes(Path.Combine(folder.Of("c"), "tokenizer.json")));
        Assert.Equal(["a", "b", "c"], Directory.GetDirectories(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Saving_replaces_a_folder_even_its_own()
    {
        using var folder = new TemporaryFolder();
        using var policy = Make(folder.Of("a"), "llama", ScalarType.Float32);
        File.WriteAllText(Path.Combine(folder.Of("a"), "stale"), "");
        policy.Save(folder.Of("a") + Path.DirectorySeparatorChar);
        Assert.True(PretrainedPolicy.HasWeights(folder.Of("a")));
        Assert.False(File.Exists(Path.Combine(folder.Of("a"), "stale")));
        Assert.True(File.Exists(Path.Combine(folder.Of("a"), "tokenizer.json")));
        Assert.Single(Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public void Tensors_that_do_not_fit_are_all_listed()
    {
        using var folder = new TemporaryFolder();
        using var policy = Make(folder.Of("a"), "llama", ScalarType.Float32);
        var tensors = policy.Model.Parameters.ToDictionary(item => item.Key, item => item.Value);
        tensors.Remove("model.norm.weight");
        tensors["model.layers.0.mlp.up_proj.weight"] = zeros(3, 4);
        tensors["model.layers.9.extra"] = zeros(1);
        tensors["lm_head.weight"] = zeros(2, 2);
        SafetensorsWriter.Write(Path.Combine(folder.Of("a"), ModelWeights.SingleName), tensors);
        var fault = Assert.Throws<InputException>(() => PretrainedPolicy.Load(folder.Of("a"), CPU, ScalarType.Float32));
        Assert.Contains("missing model.norm.weight [24]", fault.Message, StringComparison.Ordinal);
        Assert.Contains("model.layers.0.mlp.up_proj.weight is [3, 4], expected [44, 24]", fault.Message, StringComparison.Ordinal);
        Assert.Contains("unexpected model.layers.9.extra", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("lm_head", fault.Message, StringComparison.Ordinal);
        using var weights = ModelWeights.Open(folder.Of("a"));
        Assert.Throws<InputException>(() => policy.Model.Overwrite(weights));
    }

    [Fact]
    public void Narrow_weights_are_widened_and_overwriting_keeps_the_parameters()
    {
        using var folder = new TemporaryFolder();
        using var policy = Make(folder.Of("a"), "llama", ScalarType.Float32);
        var narrow = policy.Model.Parameters.ToDictionary(item => item.Key, item => item.Value.detach().to(ScalarType.BFloat16));
        SafetensorsWriter.Write(Path.Combine(folder.Of("a"), ModelWeights.SingleName), narrow);
        using var loaded = PretrainedPolicy.Load(folder.Of("a"), CPU, ScalarType.BFloat16);
        Assert.Equal(ScalarType.Float32, loaded.Model.Type);
        var parameter = policy.Model.Parameters["model.norm.weight"];
        using var weights = ModelWeights.Open(folder.Of("a"));
        policy.Model.Overwrite(weights);
        Assert.Same(parameter, policy.Model.Parameters["model.norm.weight"]);
        foreach (var (name, expected) in narrow)
        {
            Assert.Equal(expected.ToDoubles(), loaded.Model.Parameters[name].ToDoubles());
            Assert.Equal(expected.ToDoubles(), policy.Model.Parameters[name].ToDoubles());
        }
    }

    [Fact]
    public void The_end_of_a_sequence_is_generation_configs_word_first()
    {
        using var folder = new TemporaryFolder();
        using (var both = Make(folder.Of("a"), "llama", ScalarType.Float32)) Assert.Equal([3, 5], both.EndOfSequenceIds);
        File.WriteAllText(Path.Combine(folder.Of("a"), "generation_config.json"), """{ "max_length": 9 }""");
        using (var one = PretrainedPolicy.Create(folder.Of("a"), 1, CPU, ScalarType.Float32)) Assert.Equal([2], one.EndOfSequenceIds);
        File.WriteAllText(Path.Combine(folder.Of("a"), "generation_config.json"), """{ "eos_token_id": 37 }""");
        var fault = Assert.Throws<InputException>(() => PretrainedPolicy.Create(folder.Of("a"), 1, CPU, ScalarType.Float32));
        Assert.Contains("generation_config.json: eos_token_id: 37", fault.Message, StringComparison.Ordinal);
        Assert.Contains("no such folder", Assert.Throws<InputException>(() => PretrainedPolicy.Load(folder.Of("z"), CPU, ScalarType.Float32)).Message, StringComparison.Ordinal);
    }

    private static PretrainedPolicy Make(string directory, string architecture, ScalarType type)
    {
        Directory.CreateDirectory(directory);
        (TinyModels.Config(architecture) with { EndOfSequenceIds = [2] }).Save(Path.Combine(directory, "config.json"));
        File.WriteAllText(Path.Combine(directory, "generation_config.json"), """{ "eos_token_id": [3, 5], "top_k": 20 }""");
        File.WriteAllText(Path.Combine(directory, "tokenizer.json"), "{ \"spacing\" :\r\n  1}");
        return PretrainedPolicy.Create(directory, 1, CPU, type);
    }
}
