using static TorchSharp.torch;

namespace Agro.Tests.PolicyGradients;

public class GoldenLossTests
{
    public static TheoryData<string> Algorithms => [.. LossCase.ReadAll().Select(c => c.Algorithm).Distinct()];

    [Theory, MemberData(nameof(Algorithms))]
    public void Loss_and_gradient_agree_in_float64(string algorithm) => Check(algorithm, float64, 1e-6);

    [Theory, MemberData(nameof(Algorithms))]
    public void Loss_and_gradient_agree_in_float32(string algorithm) => Check(algorithm, float32, 1e-4);

    [Theory, MemberData(nameof(Algorithms))]
    public void Loss_and_gradient_do_not_depend_on_the_order_of_completions(string algorithm)
    {
        using var scope = NewDisposeScope();
        foreach (var golden in LossCase.ReadAll().Where(c => c.Algorithm == algorithm))
        {
            var batch = golden.Batch(float64);
            var order = randperm(batch.Rewards.size(0), generator: new Generator(3));
            var shuffled = batch with
            {
                LogProbs = batch.LogProbs.detach().index_select(0, order).requires_grad_(),
                BehaviorLogProbs = batch.BehaviorLogProbs!.index_select(0, order),
                ReferenceLogProbs = batch.ReferenceLogProbs!.index_select(0, order),
                Mask = batch.Mask.index_select(0, order),
                Rewards = batch.Rewards.index_select(0, order),
                Group = batch.Group.index_select(0, order),
            };
            var loss = golden.Create().ComputeLoss(shuffled).Loss;
            loss.backward();
            Assert.Equal(golden.Loss, loss.item<double>(), Math.Abs(golden.Loss) * 1e-6);
            Close(golden.Gradient(float64).index_select(0, order), shuffled.LogProbs.grad!, 1e-6, golden.Id);
        }
    }

    private static void Check(string algorithm, ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        foreach (var golden in LossCase.ReadAll().Where(c => c.Algorithm == algorithm))
        {
            var batch = golden.Batch(type);
            var result = golden.Create().ComputeLoss(batch);
            Assert.Equal(type, result.Loss.dtype);
            Assert.Equal(golden.Loss, result.Loss.to(float64).item<double>(), Math.Abs(golden.Loss) * tolerance);
            result.Loss.backward();
            Close(golden.Gradient(type), batch.LogProbs.grad!, tolerance, golden.Id);
            Assert.All(result.Metrics.Values, value => Assert.True(double.IsFinite(value)));
        }
    }

    private static void Close(Tensor expected, Tensor actual, double tolerance, string id)
    {
        var error = (expected - actual).abs().max().to(float64).item<double>();
        var scale = expected.abs().max().to(float64).item<double>();
        Assert.True(error <= tolerance * scale, $"{id}: gradient is off by {error} of {scale}");
    }
}
