using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Tests.Models;

public class CompletionPassTests
{
    private static readonly TokenSequence[] Sequences = [new([1, 5, 9], [3, 7, 2, 8, 4]), new([2], [6]), new([4, 4], [1, 2, 3])];

    /// <summary>The gradient of a loss of all outputs, by the plain graph and by a pass that holds few logits.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(100, false)]
    [InlineData(1 << 20, false)]
    [InlineData(100, true)]
    [InlineData(1 << 20, true)]
    public void Its_gradient_is_that_of_the_plain_graph(long mostLogits, bool checkpointed)
    {
        using var scope = NewDisposeScope();
        using var model = CausalModel.Create(TinyPolicy.Config, 3, dtype: ScalarType.Float64);
        using var critic = new CriticHead(model);
        critic.Overwrite(critic.Parameters.ToDictionary(entry => entry.Key, entry => ones_like(entry.Value) * 0.1));
        var batch = new SequenceBatch(Sequences, model.Config, null);
        var weights = (LogProbs: Coefficients(1), Entropies: Coefficients(2), Values: Coefficients(3));

        var graph = model.LogProbsOf(Sequences, 0.7, entropies: true, critic: critic);
        ((graph.LogProbs * weights.LogProbs) + (graph.Entropies! * weights.Entropies) + (graph.Values! * weights.Values)).sum().backward();
        var expected = Take();

        var pass = new CompletionPass(model, batch, 0.7, critic, checkpointed) { MostLogits = mostLogits };
        var outputs = pass.Outputs();
        Compare([graph.LogProbs.ToDoubles(), graph.Entropies!.ToDoubles(), graph.Values!.ToDoubles()],
            [outputs.LogProbs.ToDoubles(), outputs.Entropies!.ToDoubles(), outputs.Values!.ToDoubles()]);
        Assert.False(outputs.LogProbs.requires_grad);
        pass.Backward(weights.LogProbs, weights.Entropies, weights.Values);
        Compare(expected, Take());

        // Without having asked for outputs, and for a part of them.
        graph = model.LogProbsOf(Sequences, 0.7);
        (graph.LogProbs * weights.LogProbs).sum().backward();
        expected = Take();
        new CompletionPass(model, batch, 0.7, null, checkpointed) { MostLogits = mostLogits }.Backward(weights.LogProbs, null, null);
        Compare(expected, Take());

        Tensor Coefficients(int seed) => arange(0, 15, ScalarType.Float64).view(3, 5).mul(seed * 0.37).sin();

        List<double[]> Take()
        {
            var taken = new List<double[]>();
            foreach (var parameter in model.Parameters.Values.Concat(critic.Parameters.Values))
            {
                taken.Add(parameter.grad is { } gradient ? gradient.ToDoubles() : []);
                parameter.grad?.zero_();
            }

            return taken;
        }
    }

    private static void Compare(List<double[]> expected, List<double[]> found)
    {
        for (var i = 0; i < expected.Count; i++)
        {
            for (var j = 0; j < expected[i].Length; j++) Assert.Equal(expected[i][j], found[i][j], 1e-12);
        }
    }
}
