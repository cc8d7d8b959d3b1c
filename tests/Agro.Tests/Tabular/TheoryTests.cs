using Agro.Engine.Tabular;
using TorchSharp;
using static Agro.Tests.Tabular.Problems;

namespace Agro.Tests.Tabular;

/// <summary>What is known of the two algorithms off-policy, on the shipped code.</summary>
public sealed class TheoryTests : IDisposable
{
    private const int Size = 8;
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly double[] _mu = Policy(Size, 42);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Off_policy_the_loss_of_agro_is_a_convex_quadratic_of_the_logits(int seed)
    {
        var problem = Random(Size, seed);
        var groups = GroupEnumeration.OfAllPairs(problem);
        var random = new Random(seed);
        var (a, b) = (Logits(), Logits());
        var (atA, atB, between) = (Gradient(a), Gradient(b), Gradient([.. a.Zip(b, (x, y) => 0.3 * x + 0.7 * y)]));

        Close(atA.Zip(atB, (x, y) => 0.3 * x + 0.7 * y), between, 1e-12);
        Assert.True(a.Zip(b, (x, y) => x - y).Zip(atA.Zip(atB, (x, y) => x - y), (d, g) => d * g).Sum() > 0);

        double[] Logits() => [.. Enumerable.Range(0, Size).Select(_ => 6 * random.NextDouble() - 3)];

        double[] Gradient(double[] logits) => groups.Gradient(AgroLoss, Softmax.Log(logits), _mu, 0);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Agro_converges_linearly_to_the_optimum_with_any_behavior_policy_of_full_support(int seed)
    {
        var problem = Random(Size, seed);
        var distances = new double[301];
        Descend(AgroLoss, problem, _mu, (300, 8), (step, policy) => distances[step] = problem.Measure(step, policy).NormalizedDivergence);

        Assert.InRange(distances[300], 0, 1e-6);
        // Late, the slowest direction is all that is left: the same factor every 50 steps.
        var (before, after) = (Math.Log(distances[250] / distances[200]), Math.Log(distances[300] / distances[250]));
        Assert.InRange(after / before, 0.95, 1.05);
        Assert.True(after < 0);
    }

    [Fact]
    public void Naive_policy_gradient_comes_to_rest_where_its_fixed_point_is_and_not_at_the_optimum()
    {
        var problem = Random(Size, 6, offset: 3);
        var policy = Descend(Naive, problem, _mu, (6000, 1));
        var weighted = problem.RegularizedRewards(policy).Zip(_mu, (reward, logProb) => Math.Exp(logProb) * reward).ToArray();
        Close(policy.Select(logProb => weighted.Sum() * Math.Exp(logProb)), weighted, 1e-9);
        Assert.InRange(problem.Measure(6000, policy).NormalizedDivergence, 0.05, double.MaxValue);
    }

    [Fact]
    public void Adding_a_constant_to_the_rewards_moves_the_fixed_point_of_naive_policy_gradient_and_not_that_of_agro()
    {
        var (problem, shifted) = (Random(Size, 7, offset: 3), Random(Size, 7, offset: 6));
        Close(problem.Optimum, shifted.Optimum, 1e-12);
        Close(Descend(AgroLoss, problem, _mu, (200, 8)), Descend(AgroLoss, shifted, _mu, (200, 8)), 1e-10);

        var (naive, moved) = (Descend(Naive, problem, _mu, (6000, 1)), Descend(Naive, shifted, _mu, (6000, 1)));
        Assert.InRange(Softmax.Divergence(naive, moved), 1e-2, double.MaxValue);
    }

    [Fact]
    public void Adding_a_constant_to_the_rewards_leaves_the_gradient_of_agro_as_it_is()
    {
        var policy = Policy(Size, 8);
        var plain = GroupEnumeration.OfAllPairs(Random(Size, 9)).Gradient(AgroLoss, policy, _mu, 0);
        Close(plain, GroupEnumeration.OfAllPairs(Random(Size, 9, offset: 50)).Gradient(AgroLoss, policy, _mu, 0), 1e-12);
    }
}
