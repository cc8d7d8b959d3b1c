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
            Entropies = -Negative(),
            Values = randn(mask.GetLength(0), 6, float64, generator: generator) * masks,
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

    /// <summary>The batch with its completions in another order, and its prompts under other numbers.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="order">Which completion comes at each place, <c>[B]</c>.</param>
    /// <param name="prompts">The new number of each prompt, <c>[P]</c>.</param>
    public static PolicyBatch Reorder(this PolicyBatch batch, Tensor order, Tensor prompts)
    {
        return batch.Map(Rows) with { Rewards = Rows(batch.Rewards), Group = prompts.index_select(0, Rows(batch.Group)) };

        Tensor Rows(Tensor tensor) => tensor.detach().index_select(0, order);
    }

    /// <summary>Changes each per-token tensor, <c>[B, T]</c>.</summary>
    public static PolicyBatch Map(this PolicyBatch batch, Func<Tensor, Tensor> change)
    {
        return batch with
        {
            LogProbs = change(batch.LogProbs),
            Mask = change(batch.Mask),
            BehaviorLogProbs = Change(batch.BehaviorLogProbs),
            ReferenceLogProbs = Change(batch.ReferenceLogProbs),
            OldLogProbs = Change(batch.OldLogProbs),
            Entropies = Change(batch.Entropies),
            Values = Change(batch.Values),
            OldValues = Change(batch.OldValues),
        };

        Tensor? Change(Tensor? tensor) => tensor is null ? null : change(tensor);
    }

    public static void Close(Tensor expected, Tensor actual, double tolerance = 1e-12) =>
        Assert.True((expected - actual).abs().max().item<double>() <= tolerance, $"expected {expected.str()}, found {actual.str()}");
}
