using Agro.Plugins.PolicyGradients;
using static Agro.Tests.PolicyGradients.Batches;
using static TorchSharp.torch;

namespace Agro.Tests.PolicyGradients;

/// <summary>
/// <c>level: token</c> under a tabular policy of up to three tokens, each 0 (which ends the completion), 1 or 2 and drawn from logits of
/// its own for each beginning. Expectations are exact: every completion, or every pair of them, with its probability.
/// </summary>
public class TokenLevelTests
{
    private const double Beta = 0.5;

    /// <summary>Beginnings of completions, each with a row of logits: nothing, 1, 2, 11, 12, 21, 22.</summary>
    private const int Beginnings = 7;

    private static readonly int[][] Completions =
    [
        [0], [1, 0], [2, 0],
        .. from first in new[] { 1, 2 } from second in new[] { 1, 2 } from third in new[] { 0, 1, 2 } select new[] { first, second, third },
    ];

    [Theory]
    [InlineData(nameof(AgroScale.Loss))]
    [InlineData(nameof(AgroScale.Unit))]
    public void On_policy_its_mean_is_that_of_the_sequence_form_and_minus_that_of_the_objective(string scale)
    {
        using var scope = NewDisposeScope();
        var (policy, reference, rewards) = Problem();
        var options = new AgroOptions { Beta = Beta, Scale = Enum.Parse<AgroScale>(scale) };
        var token = Expected(new AgroAlgorithm(options with { Level = AgroLevel.Token }), policy, policy, reference, rewards);
        Close(Expected(new AgroAlgorithm(options), policy, policy, reference, rewards), token, 1e-10);

        var leaf = policy.clone().requires_grad_();
        var logProbs = Tabulate(leaf).sum(1);
        (logProbs.exp() * (rewards - (Beta * (logProbs - Tabulate(reference).sum(1))))).sum().backward();
        Close((options.Scale == AgroScale.Unit ? -1 : -Beta) * leaf.grad!, token, 1e-10);
    }

    [Fact]
    public void Off_policy_its_mean_is_another_which_is_why_it_is_refused_there()
    {
        using var scope = NewDisposeScope();
        var (policy, reference, rewards) = Problem();
        var token = new AgroAlgorithm(new() { Beta = Beta, Level = AgroLevel.Token });
        var difference = Expected(token, policy, reference, reference, rewards)
            - Expected(new AgroAlgorithm(new() { Beta = Beta }), policy, reference, reference, rewards);
        Assert.True(difference.abs().max().item<double>() > 1e-2);
        Assert.Equal(AlgorithmNeeds.Reference | AlgorithmNeeds.Groups | AlgorithmNeeds.OnPolicy, token.Needs);
        Assert.Contains("'level: sequence'", token.DataReason, StringComparison.Ordinal);
        Assert.Null(new AgroAlgorithm(new()).DataReason);
    }

    [Fact]
    public void With_the_sampling_gradient_too_its_mean_is_that_of_the_sequence_form()
    {
        using var scope = NewDisposeScope();
        var (policy, reference, rewards) = Problem();
        var options = new AgroOptions { Beta = Beta, SamplingGradient = true };
        Close(
            Expected(new AgroAlgorithm(options), policy, policy, reference, rewards),
            Expected(new AgroAlgorithm(options with { Level = AgroLevel.Token }), policy, policy, reference, rewards),
            1e-10);
    }

    [Fact]
    public void A_tokens_advantage_is_the_reward_to_go_less_the_other_completions_rewards()
    {
        using var scope = NewDisposeScope();
        var batch = Random(71, 3, 1, 4);
        var (loss, gradient) = Evaluate(new AgroAlgorithm(new() { Beta = Beta, Level = AgroLevel.Token }), batch);
        Assert.Equal(Evaluate(new AgroAlgorithm(new() { Beta = Beta }), batch).Loss, loss, 1e-12);
        for (var b = 0; b < 8; b++)
        {
            var others = Enumerable.Range(0, 8).Where(i => i != b && batch.Group[i].item<long>() == batch.Group[b].item<long>()).ToArray();
            for (var t = 0; t < 6; t++)
            {
                var advantage = others.Length == 0 ? 0 : ToGo(b, t) - others.Average(i => ToGo(i, 0));
                var expected = -advantage * batch.Mask[b, t].item<double>() / (3 * (others.Length + 1));
                Assert.Equal(expected, gradient[b, t].item<double>(), 1e-10);
            }
        }

        double ToGo(int b, int t) => batch.Rewards[b].item<double>() - (Beta * Enumerable.Range(t, 6 - t).Sum(s =>
            batch.Mask[b, s].item<double>() * (batch.LogProbs[b, s] - batch.ReferenceLogProbs![b, s]).item<double>()));
    }

    private static (Tensor Policy, Tensor Reference, Tensor Rewards) Problem()
    {
        var generator = new Generator(7);
        return (Draw(Beginnings, 3), Draw(Beginnings, 3), Draw(Completions.Length));

        Tensor Draw(params long[] shape) => randn(shape, float64, generator: generator);
    }

    /// <summary>The expected gradient with respect to the policy's logits, over pairs of completions of a behavior policy.</summary>
    private static Tensor Expected(IPolicyGradientAlgorithm algorithm, Tensor policy, Tensor behavior, Tensor reference, Tensor rewards)
    {
        var leaf = policy.clone().requires_grad_();
        var (logProbs, referenceLogProbs) = (Tabulate(leaf), Tabulate(reference));
        var probabilities = Tabulate(behavior).sum(1).exp().data<double>().ToArray();
        Assert.Equal(1, probabilities.Sum(), 1e-12);
        var expected = zeros([], float64);
        for (var i = 0; i < Completions.Length; i++)
        {
            for (var j = 0; j < Completions.Length; j++)
            {
                var pair = tensor(new long[] { i, j });
                var loss = algorithm.ComputeLoss(new PolicyBatch
                {
                    LogProbs = logProbs.index_select(0, pair),
                    ReferenceLogProbs = referenceLogProbs.index_select(0, pair),
                    Mask = Lengths().index_select(0, pair),
                    Rewards = rewards.index_select(0, pair),
                    Group = zeros(2, int64),
                    GroupCount = 1,
                }).Loss;
                expected += tensor(probabilities[i] * probabilities[j]) * loss;
            }
        }

        expected.backward();
        return leaf.grad!;
    }

    private static Tensor Lengths() => Padded((completion, t) => t < completion.Length ? 1 : 0);

    /// <summary>Log-probabilities of every completion's tokens, <c>[completions, 3]</c>.</summary>
    private static Tensor Tabulate(Tensor logits)
    {
        var chosen = Padded((completion, t) => t < completion.Length ? (3 * Beginning(completion, t)) + completion[t] : 0).to(int64);
        return logits.log_softmax(1).flatten().index_select(0, chosen.flatten()).reshape(Completions.Length, 3) * Lengths();
    }

    private static int Beginning(int[] completion, int t) => t switch
    {
        0 => 0,
        1 => completion[0],
        _ => 1 + (2 * completion[0]) + (completion[1] - 1),
    };

    private static Tensor Padded(Func<int[], int, double> value)
    {
        var rows = new double[Completions.Length, 3];
        foreach (var (b, completion) in Completions.Index())
            for (var t = 0; t < 3; t++) rows[b, t] = value(completion, t);
        return tensor(rows);
    }
}
