using Agro.Plugins.PolicyGradients;
using static Agro.Tests.PolicyGradients.Batches;
using static TorchSharp.torch;

namespace Agro.Tests.PolicyGradients;

public class AgroPropertyTests
{
    private const double Beta = 0.3;
    private static readonly AgroAlgorithm Plain = new(new() { Beta = Beta, Scale = AgroScale.Loss });

    [Fact]
    public void A_constant_added_to_the_rewards_of_a_prompt_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var batch = Random(1, 3, 5, 2);
        var offsets = tensor(new double[] { 10, -3, 100 }).index_select(0, batch.Group);
        foreach (var algorithm in new[] { Plain, new AgroAlgorithm(new() { SamplingGradient = true }) })
        {
            var (loss, gradient) = Evaluate(algorithm, batch);
            var (shiftedLoss, shiftedGradient) = Evaluate(algorithm, batch with { Rewards = batch.Rewards + offsets });
            Assert.Equal(loss, shiftedLoss, 1e-10);
            Close(gradient, shiftedGradient, 1e-10);
        }
    }

    [Fact]
    public void The_gradient_is_that_of_the_leave_one_out_form()
    {
        using var scope = NewDisposeScope();
        var batch = Random(2, 4, 2, 7);
        var regularized = batch.Rewards - Beta * batch.SumOverTokens(batch.LogProbs.detach() - batch.ReferenceLogProbs!);
        var counts = batch.GroupCounts().index_select(0, batch.Group);
        var weights = -Beta * (regularized - batch.LeaveOneOutMean(regularized)) / (counts * batch.GroupCount);
        Close(weights.unsqueeze(1) * batch.Mask, Evaluate(Plain, batch).Gradient);
    }

    [Fact]
    public void On_policy_the_gradient_is_beta_times_that_of_rloo()
    {
        using var scope = NewDisposeScope();
        var batch = Random(3, 4, 4, 4);
        batch = batch with { BehaviorLogProbs = batch.LogProbs.detach() };
        var rloo = Evaluate(new Rloo(new() { Beta = Beta }), batch).Gradient;
        Close(Beta * rloo, Evaluate(Plain, batch).Gradient);
        Close(rloo, Evaluate(new AgroAlgorithm(new() { Beta = Beta }), batch).Gradient);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_group_of_one_or_of_equal_regularized_rewards_contributes_exactly_zero(bool samplingGradient)
    {
        using var scope = NewDisposeScope();
        var batch = Random(4, 1, 3, 1);
        batch = batch with { ReferenceLogProbs = batch.LogProbs.detach(), Rewards = ones_like(batch.Rewards) * 0.5 };
        var (loss, gradient) = Evaluate(new AgroAlgorithm(new() { SamplingGradient = samplingGradient }), batch);
        Assert.Equal(0, loss);
        Close(zeros_like(gradient), gradient, 0);
    }

    [Fact]
    public void Prompts_count_alike_whatever_their_group_sizes()
    {
        using var scope = NewDisposeScope();
        var both = Random(5, 2, 5);
        var first = Only(both, 0, 2);
        var second = Only(both, 2, 5);
        Assert.Equal((Evaluate(Plain, first).Loss + Evaluate(Plain, second).Loss) / 2, Evaluate(Plain, both).Loss, 1e-12);
    }

    [Fact]
    public void The_sampling_gradient_leaves_the_loss_as_it_is()
    {
        using var scope = NewDisposeScope();
        var batch = Random(6, 4, 3);
        var (loss, gradient) = Evaluate(new AgroAlgorithm(new() { Beta = Beta, Scale = AgroScale.Loss, SamplingGradient = true }), batch);
        Assert.Equal(Evaluate(Plain, batch).Loss, loss, 1e-12);
        Assert.True((gradient - Evaluate(Plain, batch).Gradient).abs().max().item<double>() > 1e-3);
    }

    [Fact]
    public void Copg_over_all_pairs_is_agro()
    {
        using var scope = NewDisposeScope();
        var batch = Random(7, 4, 1, 6);
        var (loss, gradient) = Evaluate(new Copg(new() { Beta = Beta }), batch);
        Assert.Equal(Evaluate(Plain, batch).Loss, loss, 1e-12);
        Close(Evaluate(Plain, batch).Gradient, gradient);
    }

    [Fact]
    public void Staleness_is_refused_only_with_the_sampling_gradient()
    {
        Assert.Equal(AlgorithmNeeds.Reference | AlgorithmNeeds.Groups, Plain.Needs);
        Assert.Equal(Plain.Needs | AlgorithmNeeds.OnPolicy, new AgroAlgorithm(new() { SamplingGradient = true }).Needs);
    }

    private static PolicyBatch Only(PolicyBatch batch, long start, long length) => batch with
    {
        LogProbs = batch.LogProbs.narrow(0, start, length),
        ReferenceLogProbs = batch.ReferenceLogProbs!.narrow(0, start, length),
        Mask = batch.Mask.narrow(0, start, length),
        Rewards = batch.Rewards.narrow(0, start, length),
        Group = zeros(length, int64),
        GroupCount = 1,
    };
}
