using Agro.Plugins.PolicyGradients;
using static Agro.Tests.PolicyGradients.Batches;
using static TorchSharp.torch;

namespace Agro.Tests.PolicyGradients;

public class AlgorithmTests
{
    [Fact]
    public void Cross_entropy_is_the_mean_over_tokens_or_over_demonstrations()
    {
        using var scope = NewDisposeScope();
        var batch = Random(1, 1, 1, 1) with { BehaviorLogProbs = null, ReferenceLogProbs = null };
        var total = (batch.LogProbs * batch.Mask).sum().item<double>();
        var (loss, gradient) = Evaluate(new Sft(new()), batch);
        Assert.Equal(-total / batch.Mask.sum().item<double>(), loss, 1e-12);
        Close(-batch.Mask / batch.Mask.sum(), gradient);
        Assert.Equal(-batch.MeanOverTokens(batch.LogProbs).mean().item<double>(),
            Evaluate(new Sft(new() { Mean = LossMean.Sequence }), batch).Loss, 1e-12);
        Assert.Equal(AlgorithmNeeds.Demonstrations, new Sft(new()).Needs);
    }

    [Fact]
    public void Without_a_kl_term_no_reference_policy_is_asked_for()
    {
        using var scope = NewDisposeScope();
        var batch = Random(2, 3, 3) with { ReferenceLogProbs = null };
        Assert.Equal(AlgorithmNeeds.Behavior | AlgorithmNeeds.Groups, new Grpo(new() { Beta = 0 }).Needs);
        Assert.Equal(AlgorithmNeeds.Behavior | AlgorithmNeeds.Groups, new Rloo(new() { Beta = 0 }).Needs);
        Assert.True(double.IsFinite(Evaluate(new Grpo(new() { Beta = 0 }), batch).Loss));
        Assert.True(double.IsFinite(Evaluate(new Rloo(new() { Beta = 0 }), batch).Loss));
        Assert.True(double.IsFinite(Evaluate(new Reinforce(new()), batch with { BehaviorLogProbs = null }).Loss));
    }

    [Fact]
    public void A_batch_without_what_was_asked_for_is_refused_in_words()
    {
        using var scope = NewDisposeScope();
        var batch = Random(3, 2) with { ReferenceLogProbs = null, BehaviorLogProbs = null };
        Assert.Contains("reference policy", Assert.Throws<InvalidOperationException>(
            () => new AgroAlgorithm(new()).ComputeLoss(batch)).Message, StringComparison.Ordinal);
        Assert.Contains("behavior policy", Assert.Throws<InvalidOperationException>(
            () => new Dapo(new()).ComputeLoss(batch)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_of_one_or_of_equal_rewards_has_no_advantage()
    {
        using var scope = NewDisposeScope();
        var batch = Random(4, 1, 4);
        batch = batch with { Rewards = ones_like(batch.Rewards) };
        IPolicyGradientAlgorithm[] algorithms =
        [
            new Rloo(new() { Beta = 0 }), new Grpo(new() { Beta = 0 }), new DrGrpo(new()),
            new Dapo(new()), new Gspo(new()), new Cispo(new()),
        ];
        foreach (var algorithm in algorithms)
        {
            var (loss, gradient) = Evaluate(algorithm, batch);
            Assert.Equal(0, loss);
            Close(zeros_like(gradient), gradient, 0);
        }
    }

    [Fact]
    public void Preferences_skip_groups_without_one()
    {
        using var scope = NewDisposeScope();
        var batch = Random(5, 3, 1, 2);
        batch = batch with { Rewards = tensor(new double[] { 1, 2, 0, 5, 1, 1 }) };
        var (loss, gradient) = Evaluate(new Dpo(new()), batch);
        Assert.Equal([false, true, true, false, false, false], gradient.abs().sum(1).gt(0).data<bool>().ToArray());
        Assert.True(loss > 0);

        var undecided = Evaluate(new Ipo(new()), batch with { Rewards = ones_like(batch.Rewards) });
        Assert.Equal(0, undecided.Loss);
        Close(zeros_like(gradient), undecided.Gradient, 0);
    }

    [Fact]
    public void Clip_ratios_count_only_tokens_whose_gradient_was_clipped_away()
    {
        using var scope = NewDisposeScope();
        var batch = new PolicyBatch
        {
            LogProbs = tensor(new double[,] { { -0.1, -1, 0 }, { -1, -1, -0.1 } }).requires_grad_(),
            BehaviorLogProbs = tensor(new double[,] { { -1, -1, 0 }, { -0.1, -1, -1 } }),
            Mask = tensor(new double[,] { { 1, 1, 0 }, { 1, 1, 1 } }),
            Rewards = tensor(new double[] { 1, 0 }),
            Group = zeros(2, int64),
            GroupCount = 1,
        };
        var metrics = new Grpo(new() { Beta = 0 }).ComputeLoss(batch).Metrics;
        Assert.Equal(0.2, metrics["clip_ratio/high_mean"], 1e-12);
        Assert.Equal(0.2, metrics["clip_ratio/low_mean"], 1e-12);
        Assert.Equal(0.4, metrics["clip_ratio/region_mean"], 1e-12);
        Assert.Equal((Math.Exp(0.9) * 2 + Math.Exp(-0.9) + 2) / 5, metrics["importance_ratio/mean"], 1e-12);
    }

    [Theory]
    [InlineData(nameof(KlEstimator.K1), 0.5)]
    [InlineData(nameof(KlEstimator.K2), 0.125)]
    [InlineData(nameof(KlEstimator.K3), 0.10653065971263342)]
    public void Kl_estimators_have_their_published_values(string estimator, double expected)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(expected, KullbackLeibler.PerToken(tensor(0.5, float64), Enum.Parse<KlEstimator>(estimator)).item<double>(), 1e-12);
    }

    [Fact]
    public void Grpo_with_the_choices_of_dapo_and_dr_grpo_is_theirs()
    {
        using var scope = NewDisposeScope();
        var batch = Random(6, 3, 4);
        var asDapo = new Grpo(new() { Beta = 0, ClipHigh = 0.28, Mean = LossMean.Token });
        Assert.Equal(Evaluate(new Dapo(new()), batch).Loss, Evaluate(asDapo, batch).Loss, 1e-12);

        var unscaled = Evaluate(new Grpo(new() { Beta = 0, Scale = AdvantageScale.None, Mean = LossMean.Token }), batch).Loss;
        var tokens = batch.Mask.sum().item<double>();
        Assert.Equal(Evaluate(new DrGrpo(new() { MaxTokens = 16 }), batch).Loss, unscaled * tokens / (7 * 16), 1e-12);
    }

    [Fact]
    public void Topr_lets_an_unlikely_bad_completion_go()
    {
        using var scope = NewDisposeScope();
        var batch = Random(7, 2);
        batch = batch with { Rewards = tensor(new double[] { 1, 0 }), BehaviorLogProbs = batch.LogProbs.detach() + 9 * batch.Mask };
        var gradient = Evaluate(new Topr(new() { Baseline = 0.5 }), batch).Gradient;
        Assert.Equal(-0.25, gradient[0, 0].item<double>(), 1e-12);
        Assert.InRange(gradient[1, 0].item<double>(), 1e-30, 1e-3);
    }
}
