using TorchSharp;
using static TorchSharp.torch;

namespace Agro.Tests.PolicyGradients;

/// <summary>Made-up batches, and what an algorithm gives for them.</summary>
internal static class Batches
{
    /// <summary>Random completions of 1 to 6 tokens in groups of the sizes given, in float64.</summary>
    public static PolicyBatch Random(int seed, params int[] groupSizes)
    {
        var random = new Random(seed);
        var group = groupSizes.SelectMany((size, p) => Enumerable.Repeat((long)p, size)).ToArray();
        var mask = new double[group.Length, 6];
        for (var b = 0; b < group.Length; b++)
        {
            var length = random.Next(1, 7);
            for (var t = 0; t < length; t++) mask[b, t] = 1;
        }
        var generator = new Generator((ulong)seed);
        var masks = tensor(mask);
        var logProbs = Negative();
        return new PolicyBatch
        {
            LogProbs = logProbs.clone().requires_grad_(),
            BehaviorLogProbs = (logProbs + 0.2 * randn(mask.GetLength(0), 6, float64, generator: generator)) * masks,
            ReferenceLogProbs = Negative(),
            Mask = masks,
            Rewards = randn(group.Length, float64, generator: generator),
            Group = tensor(group),
            GroupCount = groupSizes.Length,
        };

        Tensor Negative() => -rand(mask.GetLength(0), 6, float64, generator: generator) * masks;
    }

    public static (double Loss, Tensor Gradient) Evaluate(IPolicyGradientAlgorithm algorithm, PolicyBatch batch)
    {
        var leaf = batch.LogProbs.detach().clone().requires_grad_();
        var loss = algorithm.ComputeLoss(batch with { LogProbs = leaf }).Loss;
        loss.backward();
        return (loss.item<double>(), leaf.grad!);
    }

    public static void Close(Tensor expected, Tensor actual, double tolerance = 1e-12) =>
        Assert.True((expected - actual).abs().max().item<double>() <= tolerance, $"expected {expected.str()}, found {actual.str()}");
}
