using Agro.Plugins.PolicyGradients;
using static Agro.Tests.PolicyGradients.Batches;
using static TorchSharp.torch;

namespace Agro.Tests.PolicyGradients;

public class KlPenaltyTests
{
    [Theory]
    [InlineData(nameof(KlEstimator.K1))]
    [InlineData(nameof(KlEstimator.K2))]
    [InlineData(nameof(KlEstimator.K3))]
    public void In_the_reward_it_is_that_of_the_policy_that_sampled(string estimator)
    {
        using var scope = NewDisposeScope();
        var batch = Random(31, 3, 3);
        var kl = Enum.Parse<KlEstimator>(estimator);
        var perToken = KullbackLeibler.PerToken((batch.BehaviorLogProbs! - batch.ReferenceLogProbs!) * batch.Mask, kl);
        var lowered = batch with { Rewards = batch.Rewards - (0.3 * perToken.sum(1)) };
        foreach (var (with, without) in new (IPolicyGradientAlgorithm, IPolicyGradientAlgorithm)[]
        {
            (new Grpo(new() { Beta = 0.3, Kl = kl, KlIn = KlPlace.Reward }), new Grpo(new() { Beta = 0 })),
            (new Gspo(new() { Beta = 0.3, Kl = kl, KlIn = KlPlace.Reward }), new Gspo(new())),
            (new Rloo(new() { Beta = 0.3, Kl = kl }), new Rloo(new() { Beta = 0 })),
            (new Reinforce(new() { Beta = 0.3, Kl = kl }), new Reinforce(new())),
        })
        {
            Close(Evaluate(without, lowered).Gradient, Evaluate(with, batch).Gradient);
            Assert.True(with.Needs.HasFlag(AlgorithmNeeds.Reference | AlgorithmNeeds.Behavior));
        }
    }

    [Theory]
    [InlineData(nameof(KlEstimator.K1))]
    [InlineData(nameof(KlEstimator.K2))]
    [InlineData(nameof(KlEstimator.K3))]
    public void In_the_loss_it_is_averaged_as_the_loss_is(string estimator)
    {
        using var scope = NewDisposeScope();
        var batch = Random(32, 3, 3);
        var kl = Enum.Parse<KlEstimator>(estimator);
        var perToken = KullbackLeibler.PerToken((batch.LogProbs.detach() - batch.ReferenceLogProbs!) * batch.Mask, kl);
        foreach (var (with, without, average) in new (IPolicyGradientAlgorithm, IPolicyGradientAlgorithm, Tensor)[]
        {
            (new Grpo(new() { Beta = 0.3, Kl = kl }), new Grpo(new() { Beta = 0 }), batch.MeanOverTokens(perToken).mean()),
            (new Dapo(new() { Beta = 0.3, Kl = kl }), new Dapo(new()), batch.MeanOverAllTokens(perToken)),
            (new DrGrpo(new() { Beta = 0.3, Kl = kl, MaxTokens = 8 }), new DrGrpo(new() { MaxTokens = 8 }), perToken.sum(1).mean() / 8),
            (new Gspo(new() { Beta = 0.3, Kl = kl }), new Gspo(new()), batch.MeanOverTokens(perToken).mean()),
            (new Cispo(new() { Beta = 0.3, Kl = kl }), new Cispo(new()), batch.MeanOverAllTokens(perToken)),
            (new Rloo(new() { Beta = 0.3, Kl = kl, KlIn = KlPlace.Loss }), new Rloo(new() { Beta = 0 }), perToken.sum(1).mean()),
            (new Reinforce(new() { Beta = 0.3, Kl = kl, KlIn = KlPlace.Loss }), new Reinforce(new()), perToken.sum(1).mean()),
        })
        {
            Assert.Equal(Evaluate(without, batch).Loss + (0.3 * average.item<double>()), Evaluate(with, batch).Loss, 1e-10);
        }
    }

    [Fact]
    public void In_the_loss_only_k2_has_the_gradient_of_the_kl_and_k1_none()
    {
        using var scope = NewDisposeScope();
        // Every completion as often as a policy of odds 1:2:3:4 samples it, so that means are exact.
        var logits = tensor(new double[] { 1, 2, 3, 4 }).log();
        var reference = tensor(new double[] { 0.3, -1, 0.2, 0.5 }).log_softmax(0);
        var completions = tensor(new long[] { 0, 1, 1, 2, 2, 2, 3, 3, 3, 3 });
        var exact = Gradient(leaf => (leaf.softmax(0) * (leaf.log_softmax(0) - reference)).sum());
        var forward = Gradient(leaf => -(reference.exp() * leaf.log_softmax(0)).sum());
        Close(zeros(4, float64), Gradient(leaf => Estimate(leaf, KlEstimator.K1)), 1e-10);
        Close(exact, Gradient(leaf => Estimate(leaf, KlEstimator.K2)), 1e-10);
        Close(forward, Gradient(leaf => Estimate(leaf, KlEstimator.K3)), 1e-10);

        Tensor Estimate(Tensor leaf, KlEstimator estimator) =>
            KullbackLeibler.PerToken((leaf.log_softmax(0) - reference).index_select(0, completions), estimator).mean();

        Tensor Gradient(Func<Tensor, Tensor> loss)
        {
            var leaf = logits.clone().requires_grad_();
            loss(leaf).backward();
            return leaf.grad!;
        }
    }

    [Fact]
    public void An_adaptive_coefficient_follows_the_kl_once_a_step()
    {
        using var scope = NewDisposeScope();
        // Two completions of two tokens whose k1 sums to 3 and 1: a KL of 2 nats.
        var batch = Pair(new double[,] { { 2, 1 }, { 1, 0 } });
        var algorithm = new Rloo(new() { Beta = 0.5, KlTarget = 1.9, KlHorizon = 10 });
        var expected = 0.5;
        for (var step = 0; step < 3; step++)
        {
            Assert.Equal(expected, algorithm.ComputeLoss(batch).Metrics["kl_coefficient"], 1e-12);
            expected *= 1 + (((2.0 / 1.9) - 1) * 2 / 10);
            Assert.Equal(expected, algorithm.ComputeLoss(batch with { Iteration = 1 }).Metrics["kl_coefficient"], 1e-12);
        }

        Assert.Equal(expected, algorithm.Terms.Kl.Coefficient, 1e-12);
    }

    [Theory]
    [InlineData(0.5, 1.2)]
    [InlineData(200, 0.8)]
    public void An_adaptive_coefficient_moves_by_a_fifth_of_the_batch_at_most(double target, double factor)
    {
        using var scope = NewDisposeScope();
        var algorithm = new Grpo(new() { Beta = 0.5, Kl = KlEstimator.K1, KlTarget = target, KlHorizon = 2 });
        algorithm.ComputeLoss(Pair(new double[,] { { 2, 1 }, { 1, 0 } }));
        Assert.Equal(0.5 * factor, algorithm.Terms.Kl.Coefficient, 1e-12);
    }

    [Fact]
    public void The_loss_is_made_with_the_coefficient_as_it_stood()
    {
        using var scope = NewDisposeScope();
        var batch = Random(33, 3, 3);
        var adaptive = new Reinforce(new() { Beta = 0.5, KlTarget = 0.01, KlHorizon = 10 });
        var first = Evaluate(new Reinforce(new() { Beta = 0.5 }), batch);
        Close(first.Gradient, Evaluate(adaptive, batch).Gradient);
        var second = Evaluate(new Reinforce(new() { Beta = adaptive.Terms.Kl.Coefficient }), batch);
        Assert.NotEqual(0.5, adaptive.Terms.Kl.Coefficient);
        Close(second.Gradient, Evaluate(adaptive, batch).Gradient);
    }

    [Fact]
    public void The_coefficient_is_saved_and_a_fixed_one_stays_the_recipes()
    {
        using var scope = NewDisposeScope();
        IStateful moved = new Rloo(new() { Beta = 0.5, KlTarget = 1, KlHorizon = 10 });
        ((Rloo)moved).ComputeLoss(Pair(new double[,] { { 2, 1 }, { 1, 0 } }));
        var state = moved.SaveState();

        var resumed = new Grpo(new() { Beta = 0.5, KlTarget = 1 });
        ((IStateful)resumed).LoadState(state);
        Assert.Equal(0.5 * (1 + (0.2 * 2 / 10)), resumed.Terms.Kl.Coefficient, 1e-12);

        var pinned = new Rloo(new() { Beta = 0.7 });
        ((IStateful)pinned).LoadState(state);
        Assert.Equal(0.7, pinned.Terms.Kl.Coefficient);
        Assert.Empty(((IStateful)pinned).SaveState().Data);
    }

    [Fact]
    public void Options_without_effect_are_refused()
    {
        Assert.Contains("beta is 0", Assert.Throws<InputException>(
            () => new Dapo(new() { KlTarget = 6 })).Message, StringComparison.Ordinal);
        Assert.Contains("correction is none", Assert.Throws<InputException>(
            () => new Dapo(new() { CorrectionMax = 3 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_entropy_bonus_is_averaged_as_the_loss_is_and_asked_for_only_when_on()
    {
        using var scope = NewDisposeScope();
        var batch = Random(34, 3, 3);
        batch = batch with { Entropies = batch.Entropies!.detach().clone().requires_grad_() };
        var with = new Dapo(new() { EntropyCoefficient = 0.1 });
        var loss = with.ComputeLoss(batch).Loss;
        var mean = batch.MeanOverAllTokens(batch.Entropies!).item<double>();
        Assert.Equal(Evaluate(new Dapo(new()), batch).Loss - (0.1 * mean), loss.item<double>(), 1e-10);
        loss.backward();
        Close(-0.1 * batch.Mask / batch.Mask.sum(), batch.Entropies!.grad!);
        Assert.True(with.Needs.HasFlag(AlgorithmNeeds.Entropy));
        Assert.False(new Dapo(new()).Needs.HasFlag(AlgorithmNeeds.Entropy));
    }

    /// <summary>Two completions of one prompt with the log-ratios given, of policy and behavior policy alike to the reference.</summary>
    private static PolicyBatch Pair(double[,] logRatios)
    {
        var logProbs = tensor(logRatios) - 5;
        return new PolicyBatch
        {
            LogProbs = logProbs.requires_grad_(),
            BehaviorLogProbs = logProbs.detach(),
            ReferenceLogProbs = full(2, 2, -5, float64),
            Mask = ones(2, 2, float64),
            Rewards = tensor(new double[] { 1, 0 }),
            Group = zeros(2, int64),
            GroupCount = 1,
        };
    }
}
