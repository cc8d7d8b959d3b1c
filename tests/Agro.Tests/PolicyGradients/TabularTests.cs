using Agro.Plugins.PolicyGradients;
using static Agro.Tests.PolicyGradients.Batches;
using static TorchSharp.torch;

namespace Agro.Tests.PolicyGradients;

/// <summary>
/// A softmax policy over a handful of one-token completions. Behavior policies have whole-number odds, so that a batch in which every
/// completion (or every ordered group) occurs as often as its odds say is an exact expectation, without sampling error.
/// </summary>
public class TabularTests
{
    private const double Beta = 0.5;

    [Fact]
    public void The_estimate_is_unbiased_for_the_off_policy_gradient()
    {
        using var scope = NewDisposeScope();
        var (rewards, reference, logits) = Problem(4, seed: 1);
        var mu = tensor(new double[] { 0.1, 0.2, 0.3, 0.4 });
        var (_, estimate) = OverAllGroups(new AgroAlgorithm(new() { Beta = Beta, Scale = AgroScale.Loss }), logits, rewards, reference);

        var regularized = rewards - Beta * (logits.log_softmax(0) - reference.log_softmax(0));
        var exact = -Beta * mu * (regularized - (mu * regularized).sum());
        Close(exact, estimate, 1e-10);
    }

    [Fact]
    public void On_policy_the_gradient_is_minus_beta_times_that_of_the_regularized_objective()
    {
        using var scope = NewDisposeScope();
        var (rewards, reference, _) = Problem(4, seed: 2);
        var logits = tensor(new double[] { 0.1, 0.2, 0.3, 0.4 }).log();
        var (_, estimate) = OverAllGroups(new AgroAlgorithm(new() { Beta = Beta, Scale = AgroScale.Loss }), logits, rewards, reference);

        var leaf = logits.clone().requires_grad_();
        var regularized = rewards - Beta * (leaf.log_softmax(0) - reference.log_softmax(0));
        (leaf.softmax(0) * regularized).sum().backward();
        Close(-Beta * leaf.grad!, estimate, 1e-10);
    }

    [Fact]
    public void With_the_sampling_gradient_the_gradient_is_that_of_the_on_policy_loss()
    {
        using var scope = NewDisposeScope();
        var (rewards, reference, _) = Problem(4, seed: 3);
        var logits = tensor(new double[] { 0.1, 0.2, 0.3, 0.4 }).log();
        var algorithm = new AgroAlgorithm(new() { Beta = Beta, Scale = AgroScale.Loss, SamplingGradient = true });
        var (loss, estimate) = OverAllGroups(algorithm, logits, rewards, reference);

        var leaf = logits.clone().requires_grad_();
        var policy = leaf.softmax(0);
        var regularized = rewards - Beta * (leaf.log_softmax(0) - reference.log_softmax(0));
        var exact = (policy * (regularized - (policy * regularized).sum()).square()).sum() / 2;
        exact.backward();
        Assert.Equal(exact.item<double>(), loss, 1e-10);
        Close(leaf.grad!, estimate, 1e-10);
    }

    [Fact]
    public void Off_policy_agro_reaches_the_optimum_and_regularized_policy_gradient_another_point()
    {
        using var scope = NewDisposeScope();
        var (rewards, _, _) = Problem(20, seed: 4);
        var odds = Enumerable.Range(0, 20).Select(y => 1L + y * 7 % 9).ToArray();
        var reference = tensor(odds.Select(o => Math.Log(o)).ToArray());
        var mu = reference.softmax(0);
        var optimum = (reference + rewards / Beta).log_softmax(0);
        var agro = Train(new AgroAlgorithm(new() { Beta = Beta }), odds, rewards, reference);
        Assert.True(Divergence(agro, optimum) < 1e-6 * Divergence(reference, optimum));
        Close(agro, Train(new AgroAlgorithm(new() { Beta = Beta }), odds, rewards + 2, reference), 1e-3);

        // Rewards are lifted above zero, where the naive iteration has a fixed point within the simplex.
        var naive = Train(new RegularizedPg(new() { Beta = Beta }), odds, rewards + 4, reference, rate: 1);
        Assert.True(Divergence(naive, optimum) > 0.05 * Divergence(reference, optimum));
        var regularized = rewards + 4 - Beta * (naive - reference.log_softmax(0));
        Close((mu * regularized).sum() * naive.exp(), mu * regularized, 1e-6);
        var shifted = Train(new RegularizedPg(new() { Beta = Beta }), odds, rewards + 8, reference, rate: 1);
        Assert.True(Divergence(naive, shifted) > 1e-3);
    }

    private static (Tensor Rewards, Tensor Reference, Tensor Logits) Problem(int size, ulong seed)
    {
        var generator = new Generator(seed);
        return (Draw(), Draw(), Draw());

        Tensor Draw() => randn(size, float64, generator: generator);
    }

    // Every ordered group of three under odds 1:2:3:4, each group a prompt of its own.
    private static (double Loss, Tensor Gradient) OverAllGroups(
        IPolicyGradientAlgorithm algorithm, Tensor logits, Tensor rewards, Tensor reference)
    {
        long[] faces = [0, 1, 1, 2, 2, 2, 3, 3, 3, 3];
        var completions = (from i in faces from j in faces from k in faces select new[] { i, j, k }).SelectMany(x => x).ToArray();
        var groups = Enumerable.Range(0, completions.Length).Select(b => b / 3L).ToArray();
        var leaf = logits.clone().requires_grad_();
        var loss = algorithm.ComputeLoss(Tabulated(leaf, tensor(completions), rewards, reference, tensor(groups))).Loss;
        loss.backward();
        return (loss.item<double>(), leaf.grad!);
    }

    private static Tensor Train(IPolicyGradientAlgorithm algorithm, long[] odds, Tensor rewards, Tensor reference, double rate = 5)
    {
        var completions = tensor(odds.SelectMany((count, y) => Enumerable.Repeat((long)y, (int)count)).ToArray());
        var group = zeros_like(completions);
        var logits = reference.clone();
        for (var step = 0; step < 1500; step++)
        {
            using var scope = NewDisposeScope();
            var leaf = logits.detach().clone().requires_grad_();
            algorithm.ComputeLoss(Tabulated(leaf, completions, rewards, reference, group)).Loss.backward();
            logits.sub_(leaf.grad! * Constant.Of(rate));
        }
        return logits.log_softmax(0);
    }

    private static PolicyBatch Tabulated(Tensor logits, Tensor completions, Tensor rewards, Tensor reference, Tensor group) => new()
    {
        LogProbs = logits.log_softmax(0).index_select(0, completions).unsqueeze(1),
        ReferenceLogProbs = reference.log_softmax(0).index_select(0, completions).unsqueeze(1),
        Mask = ones(completions.size(0), 1, float64),
        Rewards = rewards.index_select(0, completions),
        Group = group,
        GroupCount = (int)group.max().item<long>() + 1,
    };

    // KL(p || q) of log-probabilities.
    private static double Divergence(Tensor p, Tensor q) =>
        (p.log_softmax(0).exp() * (p.log_softmax(0) - q.log_softmax(0))).sum().item<double>();
}
