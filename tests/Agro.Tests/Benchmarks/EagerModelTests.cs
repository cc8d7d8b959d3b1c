using Agro.Engine.Benchmarks;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Tests.Benchmarks;

public class EagerModelTests
{
    private static readonly BenchmarkShape Shape = BenchmarkShape.Of(BenchmarkOptions.Tiny, quick: true);

    [Fact]
    public void It_has_the_log_probabilities_and_gradients_of_the_model_that_it_is_compared_with()
    {
        using var model = CausalModel.Create(Shape.Config, 1);
        using var eager = new EagerModel(model);
        using var scope = NewDisposeScope();
        var sequences = Shape.TrainingSequences();
        var expected = model.LogProbsOf(sequences).LogProbs;
        var ids = tensor(sequences.SelectMany(sequence => sequence.Prompt.Concat(sequence.Completion)).Select(token => (long)token).ToArray(), Shape.Sequences, Shape.SequenceTokens);
        var actual = eager.LogProbs(ids, Shape.SequenceTokens / 2);
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, 1e-5f);
        expected.sum().backward();
        actual.sum().backward();
        foreach (var (name, parameter) in model.Parameters)
            Assert.InRange((parameter.grad! - eager.Parameters[name].grad!).abs().max().item<float>(), 0, 1e-4f);
    }

    [Fact]
    public void Its_cache_changes_nothing_but_the_time()
    {
        using var model = CausalModel.Create(Shape.Config, 1);
        using var eager = new EagerModel(model);
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var ids = arange(12, ScalarType.Int64).view(2, 6);
        var cache = new (Tensor, Tensor)?[Shape.Config.LayerCount];
        eager.Logits(ids.narrow(1, 0, 4), 1, cache);
        eager.Logits(ids.narrow(1, 4, 1), 1, cache);
        var cached = eager.Logits(ids.narrow(1, 5, 1), 1, cache);
        Assert.InRange((eager.Logits(ids, 1) - cached).abs().max().item<float>(), 0, 1e-5f);
        Assert.Equal([2, 9], eager.Generate(ids, 3).shape);
    }
}
