using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Tests.Models.Families;

/// <summary>Where Gemma rounds in bfloat16, which is what its weights were trained with.</summary>
public class GemmaRoundingTests
{
    [Theory]
    [InlineData(ScalarType.BFloat16, 4.90625)]
    [InlineData(ScalarType.Float32, 4.898979663848877)]
    [InlineData(ScalarType.Float64, 4.898979485566356)]
    public void The_scale_of_embeddings_is_rounded_to_the_weights_type_first(ScalarType type, double scale)
    {
        using var folder = new FamilyFolder("gemma2");
        using var policy = folder.Load(ScalarType.Float32);
        using var model = Narrow(policy.Model, type);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var ids = arange(40).unsqueeze(0);
        var expected = folder.Weights["model.embed_tokens.weight"].Select(value => value * scale).ToArray();
        Assert.Equal(tensor(expected).to(type).ToDoubles(), model.Embedded(ids, model.Positions.First(40)).ToDoubles());
    }

    [Fact]
    public void Norms_round_once_after_their_weights()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var generator = new Generator(5, CPU);
        var input = randn(64, 32, generator: generator).to(ScalarType.BFloat16);
        var weight = randn(32, generator: generator).to(ScalarType.BFloat16);
        var (x, w) = (input.to(ScalarType.Float32), weight.to(ScalarType.Float32));
        var normed = x * (x * x).mean([-1], keepdim: true).add(1e-6).rsqrt();
        Assert.Equal(
            (normed * (1 + w)).to(ScalarType.BFloat16).ToDoubles(), new Norm(Agro.Models.NormForm.RmsAroundOne, weight, null, 1e-6).Of(input).ToDoubles());
        Assert.Equal(
            (normed.to(ScalarType.BFloat16) * weight).ToDoubles(), new Norm(Agro.Models.NormForm.Rms, weight, null, 1e-6).Of(input).ToDoubles());
    }

    /// <summary>The same model in a type that a processor's models are not loaded in.</summary>
    private static CausalModel Narrow(CausalModel model, ScalarType type)
    {
        using var _ = no_grad();
        return new(model.Config, new(model.Parameters.Select(item => KeyValuePair.Create(item.Key, item.Value.detach().to(type).clone()))), frozen: true);
    }
}
