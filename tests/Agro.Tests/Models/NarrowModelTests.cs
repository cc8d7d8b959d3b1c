using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Tests.Models;

/// <summary>A model in bfloat16, as GPUs have it; here on the CPU, which otherwise widens weights as it loads them.</summary>
public class NarrowModelTests
{
    private static readonly TokenSequence[] Sequences = [new([1, 5, 9], [3, 7, 2, 8, 4]), new([2], [6]), new([4, 4], [1, 2, 3])];

    [Theory]
    [InlineData(100)]
    [InlineData(1 << 20)]
    public void Log_probabilities_are_in_float32_and_near_those_of_wide_weights(long mostLogits)
    {
        using var scope = NewDisposeScope();
        var (wide, narrow) = Models();
        using (wide)
        using (narrow)
        {
            var expected = wide.LogProbsOf(Sequences, 0.7, entropies: true);
            var found = new CompletionPass(narrow, new SequenceBatch(Sequences, narrow.Config, null), 0.7, null) { MostLogits = mostLogits }.Outputs();
            Assert.Equal((ScalarType.Float32, ScalarType.Float32), (found.LogProbs.dtype, found.Entropies!.dtype));
            Assert.True(allclose(expected.LogProbs, found.LogProbs, 0, 0.15), $"{(expected.LogProbs - found.LogProbs).abs().max().item<float>()}");
            Assert.True(allclose(expected.Entropies!, found.Entropies!, 0, 0.15));
            // Sums over a row are exact far beyond bfloat16: the probabilities are normalized in float32.
            var all = CompletionScores.Of(narrow.Predicting(new(Sequences, narrow.Config, null)), narrow.Head, new(Sequences, narrow.Config, null), 0.7, entropies: false);
            Assert.True(allclose(all.LogProbs, found.LogProbs, 0, 1e-5));
        }
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(1 << 20, false)]
    [InlineData(100, true)]
    public void Its_gradient_points_where_that_of_wide_weights_does(long mostLogits, bool checkpointed)
    {
        using var scope = NewDisposeScope();
        var (wide, narrow) = Models();
        using (wide)
        using (narrow)
        {
            var weights = arange(0, 15, ScalarType.Float32).view(3, 5).sin();
            foreach (var model in (CausalModel[])[wide, narrow])
                new CompletionPass(model, new SequenceBatch(Sequences, model.Config, null), 0.7, null, checkpointed) { MostLogits = mostLogits }
                    .Backward(weights, weights, null);
            foreach (var (name, parameter) in wide.Parameters)
            {
                var (expected, found) = (parameter.grad!.flatten(), narrow.Parameters[name].grad!.flatten().to(ScalarType.Float32));
                Assert.Equal(ScalarType.BFloat16, narrow.Parameters[name].grad!.dtype);
                var cosine = (expected * found).sum() / (expected.norm() * found.norm());
                Assert.True(cosine.item<float>() > 0.99, $"{name}: {cosine.item<float>()}");
            }
        }
    }

    /// <summary>A model whose weights bfloat16 holds exactly, in both types.</summary>
    private static (CausalModel Wide, CausalModel Narrow) Models()
    {
        using var model = TinyModels.Create();
        var narrow = model.Parameters.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.detach().to(ScalarType.BFloat16))).ToList();
        var wide = narrow.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.to(ScalarType.Float32)));
        return (new(model.Config, new(wide), frozen: false), new(model.Config, new(narrow), frozen: false));
    }
}
