using Agro.Engine.Tabular;
using Agro.Plugins.PolicyGradients;
using TorchSharp;
using static Agro.Tests.Tabular.Problems;

namespace Agro.Tests.Tabular;

/// <summary>The gradient of enumerated groups against formulas on paper.</summary>
public sealed class ExpectedGradientTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(2, 1)]
    [InlineData(5, 2)]
    [InlineData(20, 3)]
    public void Agro_descends_minus_beta_times_the_covariance_of_rewards_and_completions(int size, int seed)
    {
        var (problem, policy, mu) = (Random(size, seed), Policy(size, seed + 100), Policy(size, seed + 200));
        var regularized = problem.RegularizedRewards(policy);
        var mean = Mean(mu, regularized);
        var expected = mu.Select((logProb, y) => -Beta * Math.Exp(logProb) * (regularized[y] - mean));
        Close(expected, Gradient(AgroLoss, problem, policy, mu), 1e-12);
        Close(expected.Select(component => component / Beta), Gradient(AgroUnit, problem, policy, mu), 1e-12);
    }

    [Theory]
    [InlineData(2, 4)]
    [InlineData(20, 5)]
    public void Regularized_policy_gradient_follows_the_expected_score_weighted_by_rewards(int size, int seed)
    {
        var (problem, policy, mu) = (Random(size, seed), Policy(size, seed + 100), Policy(size, seed + 200));
        var regularized = problem.RegularizedRewards(policy);
        var mean = Mean(mu, regularized);
        var expected = mu.Select((logProb, y) => Math.Exp(policy[y]) * mean - Math.Exp(logProb) * regularized[y]);
        Close(expected, Gradient(Naive, problem, policy, mu), 1e-12);
    }

    [Fact]
    public void A_leave_one_out_baseline_makes_of_regularized_policy_gradient_the_gradient_of_agro()
    {
        var (problem, policy, mu) = (Random(9, 6), Policy(9, 106), Policy(9, 206));
        var centered = Named("regularized-pg", new RegularizedPg(new() { Beta = Beta, Baseline = Baseline.LeaveOneOut }));
        Close(Gradient(AgroUnit, problem, policy, mu), Gradient(centered, problem, policy, mu), 1e-12);
    }

    [Fact]
    public void On_policy_the_two_algorithms_have_the_same_gradient()
    {
        var (problem, policy) = (Random(12, 7), Policy(12, 107));
        Close(Gradient(AgroUnit, problem, policy, policy), Gradient(Naive, problem, policy, policy), 1e-12);
    }

    [Fact]
    public void At_the_optimum_the_gradient_of_agro_vanishes_whatever_the_behavior_policy_is()
    {
        var problem = Random(12, 8);
        Close(new double[12], Gradient(AgroLoss, problem, [.. problem.Optimum], Policy(12, 108)), 1e-15);
    }

    [Fact]
    public void An_algorithm_that_throws_is_named()
    {
        var broken = Named("broken", new FaultyLoss(_ => throw new InvalidOperationException("oh")));
        var fault = Assert.Throws<PluginException>(() => Gradient(broken, Random(3, 9), Policy(3, 1), Policy(3, 1)));
        Assert.StartsWith("Test.dll: broken: ComputeLoss: InvalidOperationException: oh", fault.Message, StringComparison.Ordinal);
        var list = Named("list", new FaultyLoss(batch => batch.LogProbs));
        Assert.Contains("the loss is no scalar, its shape is [18, 1]", Assert.Throws<PluginException>(() => Gradient(list, Random(3, 9), Policy(3, 1), Policy(3, 1))).Message, StringComparison.Ordinal);
    }

    private static double[] Gradient(TabularAlgorithm algorithm, TabularProblem problem, double[] policy, double[] behavior) =>
        GroupEnumeration.OfAllPairs(problem).Gradient(algorithm, policy, behavior, 0);

    private static double Mean(double[] logProbs, double[] values) => logProbs.Zip(values, (logProb, value) => Math.Exp(logProb) * value).Sum();

    private sealed class FaultyLoss(Func<PolicyBatch, torch.Tensor> loss) : IPolicyGradientAlgorithm
    {
        public AlgorithmNeeds Needs => AlgorithmNeeds.None;

        public PolicyLoss ComputeLoss(PolicyBatch batch) => new(loss(batch));
    }
}
