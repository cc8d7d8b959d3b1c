using Agro.Models;
using Agro.Models.Transformer;
using Agro.Models.Weights;
using static TorchSharp.torch;

namespace Agro.Tests.Models.Lora;

public class LoraModelTests
{
    [Theory]
    [InlineData("llama3")]
    [InlineData("gpt2")]
    public void New_adapters_change_nothing_by_a_bit(string family)
    {
        using var folder = new AdaptedFolder(family);
        using var scope = NewDisposeScope();
        using var policy = PretrainedPolicy.Load(folder.Path, CPU, ScalarType.Float32);
        var before = policy.Model.Logits(AdaptedFolder.Ids()).ToDoubles();
        policy.Model.Adapt(folder.Lora(), seed: 2);
        Assert.Equal(before, policy.Model.Logits(AdaptedFolder.Ids()).ToDoubles());
        Assert.All(policy.Model.Adapters!.Parameters.Where(entry => entry.Key.Contains("lora_A", StringComparison.Ordinal)), entry =>
            Assert.InRange(entry.Value.abs().max().item<float>(), 0.5 / Math.Sqrt(entry.Value.size(1)), 1 / Math.Sqrt(entry.Value.size(1))));
    }

    [Theory]
    [InlineData("llama3")]
    [InlineData("qwen3")]
    [InlineData("gemma3")]
    [InlineData("gpt2")]
    public void Merged_adapters_give_the_same_logits(string family)
    {
        using var folder = new AdaptedFolder(family);
        using var scope = NewDisposeScope();
        using (var policy = folder.Adapted(ScalarType.Float64)) policy.Save(folder.Of("adapters"));
        // Kept apart, because a float32 file would hold the merged weights less exactly.
        Widen(folder);
        using var adapted = PretrainedPolicy.Load(folder.Of("adapters"), CPU, ScalarType.Float64);
        PolicyExport.Write(folder.Of("adapters"), folder.Of("merged"), new() { Merge = true });
        using var merged = PretrainedPolicy.Load(folder.Of("merged"), CPU, ScalarType.Float64);
        using var plain = PretrainedPolicy.Load(folder.Path, CPU, ScalarType.Float64);
        Assert.Null(merged.Model.Adapters);
        var expected = merged.Model.Logits(AdaptedFolder.Ids());
        Assert.True(allclose(expected, adapted.Model.Logits(AdaptedFolder.Ids()), 1e-9, 1e-10));
        Assert.False(allclose(expected, plain.Model.Logits(AdaptedFolder.Ids()), 1e-2, 1e-2));
    }

    [Theory]
    [InlineData("llama3")]
    [InlineData("gpt2")]
    public void Only_adapters_have_gradients_and_those_follow_from_the_merged_weights(string family)
    {
        using var folder = new AdaptedFolder(family);
        using var scope = NewDisposeScope();
        using (var policy = folder.Adapted(ScalarType.Float64)) policy.Save(folder.Of("adapters"));
        Widen(folder);
        PolicyExport.Write(folder.Of("adapters"), folder.Of("merged"), new() { Merge = true });
        using var adapted = PretrainedPolicy.Load(folder.Of("adapters"), CPU, ScalarType.Float64);
        using var merged = PretrainedPolicy.Load(folder.Of("merged"), CPU, ScalarType.Float64);
        foreach (var checkpointed in (bool[])[false, true])
        {
            foreach (var model in (CausalModel[])[adapted.Model, merged.Model]) Backward(model, checkpointed);
            Assert.All(adapted.Model.Parameters.Values, parameter => Assert.Null(parameter.grad));
            Assert.Equal(adapted.Model.Adapters!.Parameters.Values, adapted.Model.TrainedParameters.Values);
            CheckGradient(adapted.Model, merged.Model, family == "gpt2" ? "transformer.h.1.mlp.c_fc" : "model.layers.1.mlp.up_proj", "mlp.up_proj", 0);
            CheckGradient(adapted.Model, merged.Model, family == "gpt2" ? "transformer.h.1.attn.c_attn" : "model.layers.1.self_attn.k_proj", "self_attn.k_proj", family == "gpt2" ? folder.Config.HiddenSize : 0);
        }
    }

    [Fact]
    public void The_reference_policy_is_the_model_without_adapters_or_with_those_of_the_start()
    {
        using var folder = new AdaptedFolder("llama3");
        using var scope = NewDisposeScope();
        using var policy = folder.Adapted(ScalarType.Float32);
        using var plain = PretrainedPolicy.Load(folder.Path, CPU, ScalarType.Float32);
        var adapters = policy.Model.Adapters!;
        double[] Logits() => policy.Model.Logits(AdaptedFolder.Ids()).ToDoubles();
        var atStart = Logits();
        using (adapters.AsReference()) Assert.Equal(plain.Model.Logits(AdaptedFolder.Ids()).ToDoubles(), Logits());
        Assert.Equal(atStart, Logits());
        adapters.KeepAsReference();
        AdaptedFolder.Fill(adapters, seed: 9);
        Assert.NotEqual(atStart, Logits());
        using (adapters.AsReference()) Assert.Equal(atStart, Logits());
    }

    [Theory]
    [InlineData(Decoders.Torch, "llama3")]
    [InlineData(Decoders.Torch, "gpt2")]
    [InlineData(Decoders.Panels, "llama3")]
    [InlineData(Decoders.Panels, "gpt2")]
    [InlineData(Decoders.Panels, "gemma3_text")]
    public void Decoders_sample_from_the_adapted_policy(string decoder, string family)
    {
        using var folder = new AdaptedFolder(family);
        using var scope = NewDisposeScope();
        using var policy = folder.Adapted(ScalarType.Float32);
        int[] ids = [.. Enumerable.Range(0, 20).Select(i => i * i % 37)];
        var vocabulary = policy.Config.VocabularySize;
        var expected = policy.Model.Logits(tensor(ids.Select(id => (long)id).ToArray()).unsqueeze(0)).squeeze(0);
        using var decoding = Decoders.Of(decoder, policy.Model)(2);
        var logits = new float[vocabulary];
        decoding.Reserve(ids.Length);
        decoding.Prefill(0, ids.AsSpan(0, 12), logits);
        for (var position = 11; position < ids.Length; position++)
        {
            if (position > 11) decoding.Step([ids[position]], [position], logits);
            Assert.True(allclose(expected[position], tensor(logits), 1e-4, 2e-4));
        }
    }

    private static void Widen(AdaptedFolder folder)
    {
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> wide;
        using (var weights = ModelWeights.Open(folder.Path)) wide = weights.Names.ToDictionary(name => name, name => weights.Read(name).to(ScalarType.Float64));
        SafetensorsWriter.Write(folder.Of("model.safetensors"), wide);
    }

    private static void Backward(CausalModel model, bool checkpointed)
    {
        foreach (var parameter in model.TrainedParameters.Values) parameter.grad?.zero_();
        var pass = model.PassOver([new([1, 2, 3], [4, 5, 6, 7]), new([5, 9], [8, 3])], checkpointed: checkpointed);
        var gradient = tensor(new[] { 0.3, -1, 0.5, 2, 1, -0.7, 0, 0 }).view(2, 4);
        pass.Backward(gradient, null, null);
    }

    /// <summary>With W' = W + s B A: dL/dA = s B^T dL/dW' and dL/dB = s dL/dW' A^T.</summary>
    private static void CheckGradient(CausalModel adapted, CausalModel merged, string module, string projection, long start)
    {
        var parameters = adapted.Adapters!.Parameters;
        var (down, up) = (parameters[$"base_model.model.{module}.lora_A.weight"], parameters[$"base_model.model.{module}.lora_B.weight"]);
        var byWeight = merged.Parameters[$"model.layers.1.{projection}.weight"].grad!;
        var scale = adapted.Adapters.Config.Scale;
        var byUp = up.grad!.narrow(0, start, byWeight.size(0));
        Assert.True(allclose(byUp, byWeight.mm(down.t()) * scale, 1e-8, 1e-10));
        // Where one A serves several projections, it has all their gradients.
        if (up.size(0) == byWeight.size(0)) Assert.True(allclose(down.grad!, up.t().mm(byWeight) * scale, 1e-8, 1e-10));
    }
}
