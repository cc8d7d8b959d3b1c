using Agro.Plugins.PolicyGradients;
using static Agro.Tests.PolicyGradients.Batches;
using static TorchSharp.torch;

namespace Agro.Tests.PolicyGradients;

/// <summary>Algorithms against each other, and against their formulas written out.</summary>
public class FamilyTests
{
    [Fact]
    public void All_algorithms_that_are_promised_are_there()
    {
        var names = Algorithms.Names.Select(row => row.Data);
        Assert.Equal(
            ["agro", "cispo", "copg", "dapo", "dpo", "dr-grpo", "grpo", "gspo", "ipo", "opmd", "ppo", "raft", "regularized-pg", "reinforce",
                "reinforce-plus-plus", "rloo", "sft", "tba", "topr"],
            names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Trajectory_balance_is_agro_up_to_scale(int n)
    {
        using var scope = NewDisposeScope();
        var batch = Random(61, n, n, n);
        var (agroLoss, agroGradient) = Evaluate(new AgroAlgorithm(new() { Beta = 0.3, Scale = AgroScale.Loss }), batch);
        var (loss, gradient) = Evaluate(new Tba(new() { Beta = 0.3 }), batch);
        var scale = 2 * (n - 1) / (n * 0.3 * 0.3);
        Assert.Equal(scale * agroLoss, loss, 1e-10);
        Close(scale * agroGradient, gradient, 1e-10);
    }

    [Fact]
    public void Rloo_in_its_group_form_is_the_centered_reward_scaled_up()
    {
        using var scope = NewDisposeScope();
        var batch = Random(62, 4, 2, 5);
        batch = batch with { BehaviorLogProbs = batch.LogProbs.detach() };
        var counts = batch.GroupCounts().index_select(0, batch.Group);
        var weights = counts / (counts - 1) * (batch.Rewards - batch.GroupMean(batch.Rewards));
        Close(-weights.unsqueeze(1) * batch.Mask / batch.Rewards.size(0), Evaluate(new Rloo(new() { Beta = 0 }), batch).Gradient);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reinforce_plus_plus_whitens_what_is_to_come(bool groupBaseline)
    {
        using var scope = NewDisposeScope();
        var batch = Random(63, 3, 4);
        batch = batch with { BehaviorLogProbs = batch.LogProbs.detach() };
        var rewards = groupBaseline ? batch.Rewards - batch.GroupMean(batch.Rewards) : batch.Rewards;
        var kl = (batch.BehaviorLogProbs! - batch.ReferenceLogProbs!) * batch.Mask;
        var toGo = (rewards.unsqueeze(1) - 0.01 * (kl.sum(1, keepdim: true) - kl.cumsum(1) + kl)) * batch.Mask;
        var own = toGo.masked_select(batch.Mask.eq(1));
        var advantages = (toGo - own.mean()) / (own.var() + 1e-8).sqrt() * batch.Mask;
        var algorithm = new ReinforcePlusPlus(new() { GroupBaseline = groupBaseline });
        Close(-advantages / batch.Mask.sum(), Evaluate(algorithm, batch).Gradient, 1e-10);
        Assert.Equal(groupBaseline, algorithm.Needs.HasFlag(AlgorithmNeeds.Groups));
    }

    [Fact]
    public void Opmd_of_trinity_is_a_policy_gradient_with_the_rewards_soft_maximum()
    {
        using var scope = NewDisposeScope();
        var batch = Random(64, 3, 4);
        const double tau = 0.4;
        foreach (var (baseline, expected) in new[]
        {
            (OpmdBaseline.Mean, batch.GroupMean(batch.Rewards)),
            (OpmdBaseline.LogMeanExp, tau * batch.GroupMean((batch.Rewards / tau).exp()).log()),
        })
        {
            var gradient = Evaluate(new Opmd(new() { Tau = tau, Baseline = baseline }), batch).Gradient;
            Close(-(batch.Rewards - expected).unsqueeze(1) * batch.Mask / (batch.Mask.sum() * (1 + tau)), gradient, 1e-10);
        }
    }

    [Fact]
    public void The_soft_maximum_of_rewards_far_apart_stays_finite()
    {
        using var scope = NewDisposeScope();
        var batch = Random(65, 2, 2) with { Rewards = tensor(new double[] { 1e4, 1e4 - 1, -1e4, -1e4 }) };
        var gradient = Evaluate(new Opmd(new() { Tau = 1e-2, Baseline = OpmdBaseline.LogMeanExp }), batch).Gradient;
        Assert.True(gradient.isfinite().all().item<bool>());
        Close(zeros(2, 6, float64), gradient.narrow(0, 2, 2), 1e-10);
    }

    [Fact]
    public void Opmd_of_kimi_leans_toward_the_policy_that_sampled()
    {
        using var scope = NewDisposeScope();
        var batch = Random(66, 3, 4);
        var advantages = batch.Rewards - batch.GroupMean(batch.Rewards);
        var logRatio = batch.SumOverTokens(batch.LogProbs.detach() - batch.BehaviorLogProbs!);
        var algorithm = new Opmd(new() { Form = OpmdForm.Kimi, Tau = 0.4 });
        Close(-(advantages - (0.4 * logRatio)).unsqueeze(1) * batch.Mask / 7, Evaluate(algorithm, batch).Gradient, 1e-10);
        Assert.Equal(AlgorithmNeeds.Groups | AlgorithmNeeds.Behavior, algorithm.Needs);
        Assert.NotNull(algorithm.DataReason);
        Assert.Null(new Opmd(new()).DataReason);
    }

    [Theory]
    [InlineData(1, null, new long[] { 1, 5 })]
    [InlineData(2, null, new long[] { 1, 2, 4, 5 })]
    [InlineData(9, null, new long[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(1, 0.5, new long[] { 1, 2, 5 })]
    public void Raft_imitates_the_best_of_each_group(int best, double? share, long[] kept)
    {
        using var scope = NewDisposeScope();
        var batch = Random(67, 4, 2) with { Rewards = tensor(new double[] { 0, 3, 3, 1, -2, -1 }) };
        var algorithm = new Raft(new() { Best = best, Share = share });
        var mask = zeros_like(batch.Mask).index_copy(0, tensor(kept), batch.Mask.index_select(0, tensor(kept)));
        Close(-mask / mask.sum(), Evaluate(algorithm, batch).Gradient);
        var metrics = algorithm.ComputeLoss(batch).Metrics;
        Assert.Equal(kept.Length / 6.0, metrics["selected/share"], 1e-12);
        var sequence = Evaluate(new Raft(new() { Best = best, Share = share, Mean = LossMean.Sequence }), batch).Gradient;
        Close(-mask / (batch.TokenCounts().unsqueeze(1) * kept.Length), sequence);
    }
}
