using Agro.Engine.Tabular;
using Agro.Plugins.PolicyGradients;
using static Agro.Tests.Tabular.Problems;

namespace Agro.Tests.Tabular;

public class GroupwiseCheckTests
{
    public static TheoryData<string> Groupwise => ["agro", "agro sampling", "regularized-pg", "regularized-pg leave_one_out", "grpo", "rloo", "copg", "topr"];

    [Theory]
    [MemberData(nameof(Groupwise))]
    public void Losses_that_take_each_group_by_itself_are_known(string algorithm) => Assert.True(GroupwiseCheck.Holds(Named(algorithm, Algorithm(algorithm))));

    [Fact]
    public void A_baseline_over_the_whole_batch_is_found_out()
    {
        var batch = new RegularizedPg(new() { Beta = Beta, Baseline = Baseline.Batch });
        Assert.False(GroupwiseCheck.Holds(Named("regularized-pg", batch)));
    }

    [Fact]
    public void A_mean_over_those_groups_that_have_a_preference_is_found_out() => Assert.False(GroupwiseCheck.Holds(Named("dpo", new Dpo(new()))));

    [Fact]
    public void A_sum_over_groups_is_found_out() => Assert.False(GroupwiseCheck.Holds(Named("sum", new SumOverGroups())));

    private static IPolicyGradientAlgorithm Algorithm(string name) => name switch
    {
        "agro" => new AgroAlgorithm(new()),
        "agro sampling" => new AgroAlgorithm(new() { SamplingGradient = true }),
        "regularized-pg" => new RegularizedPg(new()),
        "regularized-pg leave_one_out" => new RegularizedPg(new() { Baseline = Baseline.LeaveOneOut }),
        "grpo" => new Grpo(new() { Beta = 0.1 }),
        "rloo" => new Rloo(new() { Beta = 0.1 }),
        "copg" => new Copg(new()),
        _ => new Topr(new()),
    };

    private sealed class SumOverGroups : IPolicyGradientAlgorithm
    {
        public AlgorithmNeeds Needs => AlgorithmNeeds.None;

        public PolicyLoss ComputeLoss(PolicyBatch batch) => new((batch.Rewards * batch.SumOverTokens(batch.LogProbs)).sum());
    }
}
