using Agro.Plugins.PolicyGradients;
using static Agro.Tests.PolicyGradients.Batches;
using static TorchSharp.torch;

namespace Agro.Tests.PolicyGradients;

public class PpoTests
{
    [Theory]
    [InlineData(1, 0.95)]
    [InlineData(0.9, 0.5)]
    [InlineData(1, 1)]
    [InlineData(0.9, 0)]
    public void Advantages_are_the_discounted_sums_of_their_definition(double gamma, double lambda)
    {
        using var scope = NewDisposeScope();
        var batch = WithToolOutput(Random(51, 3, 3));
        var rewards = randn(6, 6, float64, generator: new Generator(51)) * batch.Mask;
        var (advantages, returns) = new GeneralizedAdvantage(gamma, lambda).Estimate(batch, rewards, batch.Values!);
        for (var b = 0; b < 6; b++)
        {
            var own = Enumerable.Range(0, 6).Where(t => batch.Mask[b, t].item<double>() == 1).ToArray();
            var r = own.Select(t => rewards[b, t].item<double>()).ToArray();
            var v = own.Select(t => batch.Values![b, t].item<double>()).Append(0).ToArray();
            for (var t = 0; t < own.Length; t++)
            {
                var expected = Enumerable.Range(t, own.Length - t)
                    .Sum(k => Math.Pow(gamma * lambda, k - t) * (r[k] + (gamma * v[k + 1]) - v[k]));
                Assert.Equal(expected, advantages[b, own[t]].item<double>(), 1e-10);
                Assert.Equal(expected + v[t], returns[b, own[t]].item<double>(), 1e-10);
            }
        }

        Close(zeros(6, 6, float64), advantages * (1 - batch.Mask), 0);
    }

    [Fact]
    public void Whitening_looks_at_own_tokens_only()
    {
        using var scope = NewDisposeScope();
        var batch = WithToolOutput(Random(52, 3, 3));
        var white = batch.Whitened(batch.Values! * 7 + 3);
        var own = white.masked_select(batch.Mask.eq(1));
        Assert.Equal(0, own.mean().item<double>(), 1e-10);
        Assert.Equal(1, own.std().item<double>(), 1e-8);
        Close(zeros(6, 6, float64), white * (1 - batch.Mask), 0);
        Close(zeros(6, 6, float64), batch.Whitened(batch.Mask * 0.5), 0);
    }

    [Fact]
    public void The_reward_comes_at_the_last_own_token_and_the_kl_at_every_one()
    {
        using var scope = NewDisposeScope();
        var batch = WithToolOutput(Random(53, 4));
        var rewards = new SurrogateTerms(new PpoOptions { Beta = 0.3 }).TokenRewards(batch, batch.Rewards);
        for (var b = 0; b < 4; b++)
        {
            var last = Enumerable.Range(0, 6).Last(t => batch.Mask[b, t].item<double>() == 1);
            for (var t = 0; t < 6; t++)
            {
                var kl = batch.Mask[b, t].item<double>() * (batch.BehaviorLogProbs![b, t] - batch.ReferenceLogProbs![b, t]).item<double>();
                Assert.Equal((t == last ? batch.Rewards[b].item<double>() : 0) - (0.3 * kl), rewards[b, t].item<double>(), 1e-12);
            }
        }
    }

    [Fact]
    public void A_value_that_moved_too_far_toward_its_return_is_held()
    {
        using var scope = NewDisposeScope();
        // One token each. The old values are 0; the returns 1. Clip 0.2.
        var values = tensor(new double[,] { { 0.1 }, { 0.5 }, { -0.5 } }).requires_grad_();
        var batch = OneToken() with { Values = values, OldValues = zeros(3, 1, float64) };
        var critic = ValueLoss.Of(batch, ones(3, 1, float64), 0.2);
        Assert.Equal(((0.9 * 0.9) + (0.8 * 0.8) + (1.5 * 1.5)) / 6, critic.Loss.item<double>(), 1e-12);
        Assert.Equal(1.0 / 3, critic.Metrics["critic/vf_clipfrac"], 1e-12);
        critic.Loss.backward();
        Close(tensor(new double[,] { { -0.9 / 3 }, { 0 }, { -1.5 / 3 } }), values.grad!);
        Assert.Equal(((0.9 * 0.9) + (0.5 * 0.5) + (1.5 * 1.5)) / 6, ValueLoss.Of(batch, ones(3, 1, float64), 0).Loss.item<double>(), 1e-12);
    }

    [Fact]
    public void Explained_variance_is_one_of_a_perfect_critic_and_nothing_of_a_constant_one()
    {
        using var scope = NewDisposeScope();
        var returns = tensor(new double[,] { { 1 }, { 2 }, { 4 } });
        Assert.Equal(1, Explained(returns), 1e-12);
        Assert.Equal(0, Explained(ones(3, 1, float64)), 1e-12);
        Assert.Equal(0, ValueLoss.Of(OneToken() with { Values = returns }, ones(3, 1, float64), 0).Metrics["critic/vf_explained_var"]);

        double Explained(Tensor values) => ValueLoss.Of(OneToken() with { Values = values }, returns, 0).Metrics["critic/vf_explained_var"];
    }

    [Fact]
    public void Advantages_and_clipping_go_by_the_values_before_the_first_update()
    {
        using var scope = NewDisposeScope();
        var batch = Random(54, 3, 3);
        var moved = batch with { OldValues = batch.Values, Values = batch.Values! + 0.1 * batch.Mask };
        Close(Evaluate(new Ppo(new()), batch).Gradient, Evaluate(new Ppo(new()), moved).Gradient);
        Assert.Throws<InvalidOperationException>(() => new Ppo(new()).ComputeLoss(batch with { Iteration = 1 }));
        Assert.Contains("critic", Assert.Throws<InvalidOperationException>(
            () => new Ppo(new()).ComputeLoss(batch with { Values = null })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_loss_is_that_of_the_policy_and_a_share_of_the_critics()
    {
        using var scope = NewDisposeScope();
        var batch = Random(55, 3, 3);
        var result = new Ppo(new() { ValueCoefficient = 0.5 }).ComputeLoss(batch);
        var policyAlone = new Ppo(new() { ValueCoefficient = 0 }).ComputeLoss(batch).Loss.item<double>();
        Assert.Equal(policyAlone + (0.5 * result.Metrics["critic/vf_loss"]), result.Loss.item<double>(), 1e-12);
        Assert.Equal(AlgorithmNeeds.Behavior | AlgorithmNeeds.Values | AlgorithmNeeds.Reference, new Ppo(new()).Needs);
        Assert.Equal(AlgorithmNeeds.Behavior | AlgorithmNeeds.Values, new Ppo(new() { Beta = 0 }).Needs);
    }

    [Fact]
    public void Without_critic_and_with_trust_in_rewards_it_is_reinforce_plus_plus()
    {
        using var scope = NewDisposeScope();
        var batch = Random(56, 3, 3);
        batch = batch with { Values = zeros_like(batch.Values!) };
        var ppo = new Ppo(new() { Beta = 0.01, Gamma = 0.9, Lambda = 1, ValueCoefficient = 0 });
        Close(Evaluate(new ReinforcePlusPlus(new() { Gamma = 0.9 }), batch).Gradient, Evaluate(ppo, batch).Gradient);
    }

    private static PolicyBatch OneToken() =>
        Random(57, 3).Map(tensor => tensor.detach().narrow(1, 0, 1)) with { Mask = ones(3, 1, float64) };

    // Takes a token out of the middle of completions that have one.
    private static PolicyBatch WithToolOutput(PolicyBatch batch)
    {
        var mask = batch.Mask.clone();
        mask.index_put_(0, TensorIndex.Slice(0, 2), TensorIndex.Single(1));
        mask[0, 0] = mask[0, 2] = 1;
        return batch with { Mask = mask };
    }
}
