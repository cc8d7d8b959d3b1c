using Agro.Plugins.PolicyGradients;
using static Agro.Tests.PolicyGradients.Batches;
using static TorchSharp.torch;

namespace Agro.Tests.PolicyGradients;

/// <summary>Dual clip and importance corrections against values worked out by hand.</summary>
public class SurrogateTests
{
    [Fact]
    public void Dual_clip_bounds_the_loss_of_negative_advantages_only()
    {
        using var scope = NewDisposeScope();
        var ratio = tensor(new double[] { 0.5, 2, 5, 5 }).requires_grad_();
        var advantages = tensor(new double[] { -1, -1, -2, 1 });
        var loss = new ClippedSurrogate(0.2, 0.2, DualClip: 3).Loss(ratio, advantages);
        Close(tensor(new[] { 0.8, 2, 6, -1.2 }), loss);
        loss.sum().backward();
        // The first is clipped from below, the third by dual clip, the last from above.
        Close(tensor(new double[] { 0, 1, 0, 0 }), ratio.grad!);
        Close(tensor(new[] { 0.8, 2, 10, -1.2 }), new ClippedSurrogate(0.2, 0.2).Loss(ratio, advantages));
        Assert.Equal(0.25, new ClippedSurrogate(0.2, 0.2, DualClip: 3).Metrics(ratio, advantages, x => x.mean())["clip_ratio/dual_mean"]);
    }

    // Token ratios to the behavior policy: 4 and 1 of the first completion (geometric mean 2), 0.25 and 0.6 of the second (0.387).
    [Theory]
    [InlineData(nameof(CorrectionKind.None), null, null, new double[] { 1, 1, 1, 1 })]
    [InlineData(nameof(CorrectionKind.Tis), null, null, new double[] { 2, 1, 0.25, 0.6 })]
    [InlineData(nameof(CorrectionKind.Tis), 0.4, 3.0, new double[] { 3, 1, 0.4, 0.6 })]
    [InlineData(nameof(CorrectionKind.Icepop), null, null, new double[] { 4, 1, 0, 0.6 })]
    [InlineData(nameof(CorrectionKind.Icepop), 0.1, 2.0, new double[] { 0, 1, 0.25, 0.6 })]
    [InlineData(nameof(CorrectionKind.SequenceMask), null, null, new double[] { 0, 0, 0, 0 })]
    [InlineData(nameof(CorrectionKind.SequenceMask), 0.5, 3.0, new double[] { 4, 1, 0, 0 })]
    public void Token_losses_are_weighted_by_their_corrected_ratios(string kind, double? min, double? max, double[] weights)
    {
        using var scope = NewDisposeScope();
        var batch = OffPolicy();
        var options = new ReinforceOptions { Correction = Enum.Parse<CorrectionKind>(kind), CorrectionMin = min, CorrectionMax = max };
        // The mean of two completions of rewards 2 and -1.
        var expected = tensor(new double[,] { { -weights[0], -weights[1] }, { 0.5 * weights[2], 0.5 * weights[3] } });
        Close(expected, Evaluate(new Reinforce(options), batch).Gradient);
        if (options.Correction == CorrectionKind.None) return;
        var metrics = new Reinforce(options).ComputeLoss(batch).Metrics;
        Assert.Equal(weights.Average(), metrics["correction/mean"], 1e-12);
        Assert.Equal(weights.Count(weight => weight == 0) / 4.0, metrics["correction/dropped"], 1e-12);
    }

    [Theory]
    [InlineData(nameof(CorrectionKind.Tis), 2, 0.15)]
    [InlineData(nameof(CorrectionKind.Icepop), 4, 0)]
    [InlineData(nameof(CorrectionKind.SequenceMask), 0, 0)]
    public void Completion_losses_are_weighted_by_the_ratio_of_the_whole(string kind, double first, double second)
    {
        using var scope = NewDisposeScope();
        // Leave-one-out advantages 3 and -3; the ratio to the policy itself is 1, so that nothing is clipped.
        var rloo = new Rloo(new() { Beta = 0, Correction = Enum.Parse<CorrectionKind>(kind) });
        var expected = tensor(new[,] { { -1.5 * first, -1.5 * first }, { 1.5 * second, 1.5 * second } });
        Close(expected, Evaluate(rloo, OffPolicy()).Gradient);
    }

    [Fact]
    public void The_ratio_of_gspo_is_corrected_by_the_geometric_mean()
    {
        using var scope = NewDisposeScope();
        var gradient = Evaluate(new Gspo(new() { Correction = CorrectionKind.Tis, CorrectionMax = 9 }), OffPolicy()).Gradient;
        var advantage = 1.5 / (Math.Sqrt(4.5) + 1e-4);
        Close(tensor(new[,] { { -2.0, -2 }, { Math.Sqrt(0.15), Math.Sqrt(0.15) } }) * (advantage / 4), gradient);
    }

    [Fact]
    public void A_corrected_surrogate_clips_against_the_policy_before_the_first_update()
    {
        using var scope = NewDisposeScope();
        var batch = OffPolicy();
        var options = new GrpoOptions { Beta = 0, Correction = CorrectionKind.Tis, CorrectionMax = 9 };
        var old = batch.LogProbs.detach() - tensor(new double[,] { { 0.1, 0.5 }, { 0.1, -0.5 } });
        var later = batch with { Iteration = 1, OldLogProbs = old };
        var gradient = Evaluate(new Grpo(options), later).Gradient;
        var advantage = 1.5 / (Math.Sqrt(4.5) + 1e-4);
        var weights = (old - batch.BehaviorLogProbs!).exp();
        // What moved by half a nat the way its advantage wanted it to is clipped.
        var ratio = tensor(new double[,] { { Math.Exp(0.1), 0 }, { Math.Exp(0.1), 0 } });
        Close(weights * ratio * tensor(new double[,] { { -1 }, { 1 } }) * (advantage / 4), gradient);
        Assert.Contains("before its first update", Assert.Throws<InvalidOperationException>(
            () => new Grpo(options).ComputeLoss(later with { OldLogProbs = null })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_correction_changes_nothing_for_fresh_completions()
    {
        using var scope = NewDisposeScope();
        var batch = Random(41, 3, 4);
        batch = batch with { BehaviorLogProbs = batch.LogProbs.detach() };
        foreach (var kind in new[] { CorrectionKind.Tis, CorrectionKind.Icepop, CorrectionKind.SequenceMask })
        {
            Close(Evaluate(new Grpo(new()), batch).Gradient, Evaluate(new Grpo(new() { Correction = kind }), batch).Gradient);
            Close(Evaluate(new Cispo(new()), batch).Gradient, Evaluate(new Cispo(new() { Correction = kind }), batch).Gradient);
            Close(Evaluate(new Rloo(new()), batch).Gradient, Evaluate(new Rloo(new() { Correction = kind }), batch).Gradient);
        }
    }

    [Fact]
    public void Corrected_reinforce_takes_data_of_other_policies()
    {
        Assert.Equal(AlgorithmNeeds.OnPolicy, new Reinforce(new()).Needs);
        Assert.Equal(AlgorithmNeeds.Behavior, new Reinforce(new() { Correction = CorrectionKind.Tis }).Needs);
        Assert.Contains("correction: tis", new Reinforce(new()).DataReason, StringComparison.Ordinal);
    }

    private static PolicyBatch OffPolicy() => new()
    {
        LogProbs = full(2, 2, -2, float64).requires_grad_(),
        BehaviorLogProbs = full(2, 2, -2, float64) - tensor(new double[,] { { 4, 1 }, { 0.25, 0.6 } }).log(),
        Mask = ones(2, 2, float64),
        Rewards = tensor(new double[] { 2, -1 }),
        Group = zeros(2, int64),
        GroupCount = 1,
    };
}
