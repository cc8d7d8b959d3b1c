using System.Collections.Immutable;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Tests.Models;

public class CausalModelTests
{
    private static readonly ImmutableArray<int> Ids = [5, 1, 36, 7, 7, 20, 0, 13, 2];

    [Theory]
    [InlineData("llama")]
    [InlineData("mistral")]
    [InlineData("qwen2")]
    [InlineData("qwen3")]
    public void Logits_equal_a_plain_implementation(string architecture)
    {
        using var model = TinyModels.Create(architecture, ScalarType.Float64);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var expected = TinyModels.Plain(model).Logits(Ids).SelectMany(row => row).ToArray();
        var actual = model.Logits(tensor(Ids.Select(id => (long)id).ToArray()).unsqueeze(0)).ToDoubles();
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-10);
    }

    [Fact]
    public void Log_probabilities_are_those_of_the_logits_at_the_temperature()
    {
        using var model = TinyModels.Create(type: ScalarType.Float64);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var logits = TinyModels.Plain(model).Logits(Ids);
        var scores = model.LogProbsOf([new(Ids[..3], Ids[3..]), new(Ids[..1], [])], temperature: 0.7, entropies: true, padTo: 8);
        Assert.Equal([2, 8], scores.LogProbs.shape);
        for (var t = 0; t < 8; t++)
        {
            var (logProb, entropy) = (0.0, 0.0);
            if (t < 6)
            {
                var row = logits[t + 2].Select(value => value / 0.7).ToArray();
                var normalizer = Math.Log(row.Sum(Math.Exp));
                logProb = row[Ids[t + 3]] - normalizer;
                entropy = -row.Sum(value => Math.Exp(value - normalizer) * (value - normalizer));
            }
            Assert.Equal(logProb, scores.LogProbs[0, t].item<double>(), 1e-10);
            Assert.Equal(entropy, scores.Entropies![0, t].item<double>(), 1e-10);
            Assert.Equal(0, scores.LogProbs[1, t].item<double>());
        }
        var greedy = model.LogProbsOf([new(Ids[..3], Ids[3..])], temperature: 0).LogProbs;
        Assert.Equal(model.LogProbsOf([new(Ids[..3], Ids[3..])]).LogProbs.ToDoubles(), greedy.ToDoubles());
    }

    [Fact]
    public void Gradients_reach_every_parameter_and_stop_at_a_frozen_copy()
    {
        using var model = TinyModels.Create("qwen3");
        using var frozen = model.Clone(frozen: true);
        using var scope = NewDisposeScope();
        model.LogProbsOf([new(Ids[..4], Ids[4..])], entropies: true).LogProbs.sum().backward();
        Assert.All(model.Parameters.Values, parameter => Assert.True(parameter.grad!.abs().sum().item<float>() > 0));
        var reference = frozen.LogProbsOf([new(Ids[..4], Ids[4..])]).LogProbs;
        Assert.False(reference.requires_grad);
        Assert.All(frozen.Parameters.Values, parameter => Assert.False(parameter.requires_grad));
        Assert.Equal(model.Parameters.Keys, frozen.Parameters.Keys);
    }

    [Fact]
    public void A_copy_does_not_follow_the_original()
    {
        using var model = TinyModels.Create();
        using var copy = model.Clone(frozen: true);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var before = copy.LogProbsOf([new(Ids[..4], Ids[4..])]).LogProbs.ToDoubles();
        foreach (var (_, parameter) in model.Parameters) parameter.mul_(1.5);
        Assert.Equal(before, copy.LogProbsOf([new(Ids[..4], Ids[4..])]).LogProbs.ToDoubles());
        Assert.NotEqual(before, model.LogProbsOf([new(Ids[..4], Ids[4..])]).LogProbs.ToDoubles());
    }

    [Fact]
    public void A_seed_decides_the_weights()
    {
        using var first = CausalModel.Create(TinyModels.Config(), 42);
        using var same = CausalModel.Create(TinyModels.Config(), 42);
        using var other = CausalModel.Create(TinyModels.Config(), 43);
        const string Name = "model.layers.1.mlp.up_proj.weight";
        Assert.Equal(first.Parameters[Name].ToDoubles(), same.Parameters[Name].ToDoubles());
        Assert.NotEqual(first.Parameters[Name].ToDoubles(), other.Parameters[Name].ToDoubles());
        var embedding = first.Parameters["model.embed_tokens.weight"].ToDoubles();
        Assert.InRange(Math.Sqrt(embedding.Sum(value => value * value) / embedding.Length), 0.27, 0.33);
        Assert.All(first.Parameters["model.norm.weight"].ToDoubles(), value => Assert.Equal(1, value));
    }

    [Fact]
    public void Narrow_types_become_float32_on_the_processor()
    {
        using var model = CausalModel.Create(TinyModels.Config(), 1, CPU, ScalarType.BFloat16);
        Assert.Equal(ScalarType.Float32, model.Type);
    }

    [Fact]
    public void Sequences_that_the_model_cannot_take_are_refused()
    {
        using var model = TinyModels.Create();
        ImmutableArray<int> tooLong = [.. Enumerable.Repeat(1, 97)];
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => model.LogProbsOf([new([], Ids)])).Message, StringComparison.Ordinal);
        Assert.Contains("37", Assert.Throws<ArgumentException>(() => model.LogProbsOf([new(Ids, [37])])).Message, StringComparison.Ordinal);
        Assert.Contains("96", Assert.Throws<ArgumentException>(() => model.LogProbsOf([new(Ids, tooLong)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.LogProbsOf([new(Ids, Ids)], padTo: 3));
    }
}
