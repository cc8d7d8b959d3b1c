using static Agro.Tests.PolicyGradients.Batches;
using static TorchSharp.torch;

namespace Agro.Tests.PolicyGradients;

/// <summary>Gradients of every algorithm against finite differences of a surrogate that is written down here.</summary>
public class GradientTests
{
    /// <summary>
    /// The surrogates of algorithms whose loss holds something constant that depends on the policy: weights of the first batch, losses
    /// of the second. All others are their own surrogate.
    /// </summary>
    private static readonly Dictionary<string, Func<PolicyBatch, PolicyBatch, Tensor>> Surrogates = new()
    {
        ["regularized-pg"] = (fixedBatch, batch) => -(Regularized(fixedBatch, 0.05) * batch.SumOverTokens(batch.LogProbs)).mean(),
        ["topr"] = (fixedBatch, batch) =>
        {
            var ratio = fixedBatch.SumOverTokens(fixedBatch.LogProbs - fixedBatch.BehaviorLogProbs!).exp();
            var weight = where(batch.Rewards > 0, ones_like(ratio), minimum(ratio, ones_like(ratio)));
            return -(weight * batch.Rewards * batch.SumOverTokens(batch.LogProbs)).mean();
        },
        ["cispo"] = (fixedBatch, batch) =>
        {
            var weight = minimum((fixedBatch.LogProbs - fixedBatch.BehaviorLogProbs!).exp(), 5 * ones_like(batch.Mask));
            var advantages = (batch.Rewards - batch.GroupMean(batch.Rewards)) / (batch.GroupStandardDeviation(batch.Rewards) + 1e-4);
            return -batch.MeanOverAllTokens(weight * advantages.unsqueeze(1) * batch.LogProbs);
        },
    };

    public static TheoryData<string> Names => Algorithms.Names;

    [Theory, MemberData(nameof(Names))]
    public void The_gradient_is_that_of_finite_differences(string name)
    {
        using var scope = NewDisposeScope();
        foreach (var seed in new[] { 21, 22, 23 })
        {
            var batch = Random(seed, 3, 1, 3);
            var surrogate = Surrogates.TryGetValue(name, out var written)
                ? logProbs => written(batch, batch with { LogProbs = logProbs })
                : (Func<Tensor, Tensor>)(logProbs => Algorithms.Create(name).ComputeLoss(batch with { LogProbs = logProbs }).Loss);
            Agree(surrogate, batch.LogProbs, batch.Mask, Evaluate(Algorithms.Create(name), batch).Gradient);
        }
    }

    [Fact]
    public void The_critics_gradient_is_that_of_finite_differences()
    {
        using var scope = NewDisposeScope();
        var batch = Random(24, 3, 3);
        batch = batch with { OldValues = batch.Values! + 0.2 * randn(6, 6, float64, generator: new Generator(1)) * batch.Mask };
        var leaf = batch.Values!.detach().clone().requires_grad_();
        Algorithms.Create("ppo").ComputeLoss(batch with { Values = leaf }).Loss.backward();
        Agree(values => Algorithms.Create("ppo").ComputeLoss(batch with { Values = values }).Loss, leaf, batch.Mask, leaf.grad!);
    }

    private static Tensor Regularized(PolicyBatch batch, double beta) =>
        batch.Rewards - (beta * batch.SumOverTokens(batch.LogProbs - batch.ReferenceLogProbs!)).detach();

    private static void Agree(Func<Tensor, Tensor> loss, Tensor at, Tensor mask, Tensor gradient)
    {
        const double h = 1e-5;
        var point = at.detach();
        var differences = zeros_like(point);
        for (var b = 0; b < point.size(0); b++)
        {
            for (var t = 0; t < point.size(1); t++)
            {
                if (mask[b, t].item<double>() == 0) continue;
                var step = zeros_like(point);
                step[b, t] = h;
                using var inner = NewDisposeScope();
                var slope = (loss(point + step).item<double>() - loss(point - step).item<double>()) / (2 * h);
                differences[b, t] = slope;
            }
        }

        Close(differences, gradient, 1e-6 * Math.Max(1, gradient.abs().max().item<double>()));
    }
}
