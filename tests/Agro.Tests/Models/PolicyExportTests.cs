using System.Text.Json.Nodes;
using Agro.Models;
using Agro.Models.Weights;
using Agro.Tests.Models.Families;
using static TorchSharp.torch;

namespace Agro.Tests.Models;

public class PolicyExportTests
{
    [Theory]
    [InlineData("llama3", null, 5_000_000_000L, 1)]
    [InlineData("gpt2", null, 20_000L, 4)]
    [InlineData("gemma3", "bfloat16", 5_000L, 9)]
    public void An_exported_policy_is_read_back_bit_for_bit(string family, string? type, long longestFile, int files)
    {
        using var folder = new FamilyFolder(family);
        PolicyExport.Write(folder.Path, folder.Of("out"), new() { Type = type is null ? null : ScalarType.BFloat16, LongestFile = longestFile });
        var shards = Directory.GetFiles(folder.Of("out"), "*.safetensors");
        Assert.Equal(files, shards.Length);
        using (var weights = ModelWeights.Open(folder.Of("out")))
            Assert.All(weights.Names, name => Assert.Equal(type is null ? ScalarType.Float32 : ScalarType.BFloat16, weights.Find(name)!.Type));
        using var original = folder.Load(ScalarType.Float32);
        using var exported = PretrainedPolicy.Load(folder.Of("out"), CPU, ScalarType.Float32);
        // The weights are bfloat16 numbers: neither type rounds them.
        foreach (var (name, expected) in original.Model.Parameters) Assert.Equal(expected.ToDoubles(), exported.Model.Parameters[name].ToDoubles());
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Of("out"), "config.json")))!;
        Assert.Equal(type ?? "float32", config["torch_dtype"]!.GetValue<string>());
        Assert.Equal([38, 39], exported.EndOfSequenceIds);
        Assert.Equal(File.ReadAllBytes(folder.Of("tokenizer.json")), File.ReadAllBytes(Path.Combine(folder.Of("out"), "tokenizer.json")));
        if (files == 1) return;
        var index = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Of("out"), ModelWeights.IndexName)))!;
        Assert.Equal(folder.Published.Select(item => item.Name).Order(), index["weight_map"]!.AsObject().Select(item => item.Key).Order());
        Assert.Equal(
            folder.Weights.Values.Sum(values => values.LongLength) * (type is null ? 4 : 2), index["metadata"]!["total_size"]!.GetValue<long>());
        Assert.Contains($"model-00001-of-{files:d5}.safetensors", shards.Select(Path.GetFileName));
    }

    [Fact]
    public void Rounding_to_a_narrower_type_is_to_the_nearest()
    {
        using var folder = new FamilyFolder("smollm2");
        folder.Weights["model.norm.weight"][0] = 1 + Math.ScaleB(3, -9);
        folder.WriteWeights(_ => ScalarType.Float32);
        PolicyExport.Write(folder.Path, folder.Of("out"), new() { Type = ScalarType.BFloat16 });
        using var weights = ModelWeights.Open(folder.Of("out"));
        using var norm = weights.Read("model.norm.weight");
        Assert.Equal(1 + Math.ScaleB(1, -7), norm.ToDoubles()[0]);
    }

    [Fact]
    public void Nothing_is_overwritten()
    {
        using var folder = new FamilyFolder("smollm2");
        var fault = Assert.Throws<InputException>(() => PolicyExport.Write(folder.Path, folder.Path, new()));
        Assert.Contains("is there already", fault.Message, StringComparison.Ordinal);
        Directory.CreateDirectory(folder.Of("empty"));
        PolicyExport.Write(folder.Path, folder.Of("empty"), new());
        Assert.True(PretrainedPolicy.HasWeights(folder.Of("empty")));
    }
}
