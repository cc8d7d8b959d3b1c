using System.Text.Json.Nodes;
using Agro.Models;
using Agro.Models.Generation;
using Agro.Models.Generation.Panels;
using Agro.Models.Transformer;
using Agro.Models.Weights;
using static TorchSharp.torch;

namespace Agro.Tests.Models.Families;

public class FamilyWeightsTests
{
    public static TheoryData<string> All => FamilyConfigs.All;

    [Theory]
    [MemberData(nameof(All))]
    public void A_saved_policy_has_its_familys_published_tensors(string family)
    {
        using var folder = new FamilyFolder(family);
        using (var policy = folder.Load(ScalarType.Float32)) policy.Save(folder.Of("saved"));
        using var weights = ModelWeights.Open(folder.Of("saved"));
        Assert.Equal(
            folder.Published.Select(item => $"{item.Name} {string.Join("x", item.Shape)}").Order(StringComparer.Ordinal),
            weights.Names.Select(name => $"{name} {string.Join("x", weights.Find(name)!.Shape)}").Order(StringComparer.Ordinal));
        foreach (var (name, expected) in folder.Weights)
        {
            using var actual = weights.Read(name);
            Assert.Equal(expected, actual.ToDoubles());
        }

        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Of("saved"), "config.json")))!.AsObject();
        foreach (var (key, value) in FamilyConfigs.Of(family)) Assert.True(JsonNode.DeepEquals(value, config[key]), key);
        foreach (var name in (string[])["tokenizer.json", "generation_config.json"])
            Assert.Equal(JsonNode.Parse(File.ReadAllText(folder.Of(name)))!.ToJsonString(), JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Of("saved"), name)))!.ToJsonString());
        using var again = PretrainedPolicy.Load(folder.Of("saved"), CPU, ScalarType.Float32);
        Assert.Equal([38, 39], again.EndOfSequenceIds);
    }

    [Theory]
    [InlineData("gpt2", "transformer.h.0.ln_1.bias")]
    [InlineData("gemma3_text", "model.layers.2.pre_feedforward_layernorm.weight")]
    [InlineData("qwen2", "model.layers.1.self_attn.k_proj.bias")]
    public void A_policy_made_from_a_seed_has_them_too(string family, string name)
    {
        using var folder = new FamilyFolder(family);
        using (var policy = PretrainedPolicy.Create(folder.Path, 1, CPU, ScalarType.Float32)) policy.Save(folder.Of("saved"));
        using var weights = ModelWeights.Open(folder.Of("saved"));
        Assert.Equal(folder.Published.Select(item => item.Name).Order(), weights.Names.Order());
        using var values = weights.Read(name);
        // What changes nothing: norms that are stored around 1 begin at 0.
        Assert.All(values.ToDoubles(), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData("llama3")]
    [InlineData("gpt2")]
    [InlineData("gemma3")]
    public void Narrow_and_mixed_types_load_alike(string family)
    {
        using var folder = new FamilyFolder(family);
        using var wide = folder.Load(ScalarType.Float32);
        folder.WriteWeights(name => name.Contains("norm", StringComparison.Ordinal) ? ScalarType.Float64 : ScalarType.BFloat16);
        using (var narrow = folder.Load(ScalarType.BFloat16))
        {
            Assert.Equal(ScalarType.Float32, narrow.Model.Type);
            foreach (var (name, expected) in wide.Model.Parameters) Assert.Equal(expected.ToDoubles(), narrow.Model.Parameters[name].ToDoubles());
        }

        folder.WriteWeights(_ => ScalarType.Float16);
        using var half = folder.Load(ScalarType.Float32);
        foreach (var (name, expected) in wide.Model.Parameters)
            foreach (var (a, b) in expected.ToDoubles().Zip(half.Model.Parameters[name].ToDoubles())) Assert.Equal(a, b, 1e-3);
    }

    [Fact]
    public void Tensors_that_a_model_computes_itself_may_be_there()
    {
        using var folder = new FamilyFolder("gpt2-early");
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors;
        using (var weights = ModelWeights.Open(folder.Path)) tensors = weights.Names.ToDictionary(name => name, weights.Read);
        tensors["h.0.attn.bias"] = ones(1, 1, 64, 64).tril();
        tensors["h.1.attn.masked_bias"] = tensor(-1e4f);
        tensors["lm_head.weight"] = tensors["wte.weight"];
        SafetensorsWriter.Write(folder.Of("model.safetensors"), tensors);
        using (var policy = folder.Load(ScalarType.Float32)) policy.Save(folder.Of("saved"));
        using var saved = ModelWeights.Open(folder.Of("saved"));
        Assert.Equal(folder.Published.Select(item => item.Name).Order(), saved.Names.Order());
    }

    [Fact]
    public void What_sees_images_is_kept_even_when_its_folder_is_gone()
    {
        using var folder = new FamilyFolder("gemma3");
        using var policy = folder.Load(ScalarType.Float32);
        File.Delete(folder.Of("model.safetensors"));
        policy.Save(folder.Of("saved"));
        using var weights = ModelWeights.Open(folder.Of("saved"));
        using var kept = weights.Read("multi_modal_projector.mm_input_projection_weight");
        Assert.Equal(folder.Weights["multi_modal_projector.mm_input_projection_weight"], kept.ToDoubles());
    }

    [Fact]
    public void Heads_that_fill_no_vectors_are_decoded_by_libtorch()
    {
        using var narrow = CausalModel.Create(TinyModels.Config() with { HeadSize = 12 }, 1);
        using var usual = CausalModel.Create(TinyModels.Config(), 1);
        Assert.IsType<TorchDecoder>(New(narrow));
        Assert.IsType<PanelDecoder>(New(usual));

        static IDecoder New(CausalModel model)
        {
            var engine = new LocalRolloutEngine(model, [], _ => "", () => 0);
            var decoder = engine.NewDecoder(1);
            decoder.Dispose();
            return decoder;
        }
    }
}
