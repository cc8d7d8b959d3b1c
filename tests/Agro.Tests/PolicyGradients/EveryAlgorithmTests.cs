using static Agro.Tests.PolicyGradients.Batches;
using static TorchSharp.torch;

namespace Agro.Tests.PolicyGradients;

/// <summary>What holds for every algorithm of the plugin, with its default options.</summary>
public class EveryAlgorithmTests
{
    /// <summary>Algorithms for which the level of a prompt's rewards means something.</summary>
    private static readonly string[] LevelMatters = ["ppo", "regularized-pg", "reinforce", "reinforce-plus-plus", "topr"];

    public static TheoryData<string> Names => Algorithms.Names;

    [Theory, MemberData(nameof(Names))]
    public void Neither_the_order_of_completions_nor_the_numbers_of_prompts_matter(string name)
    {
        using var scope = NewDisposeScope();
        var batch = Random(11, 3, 1, 4);
        var order = tensor(new long[] { 5, 0, 7, 3, 2, 6, 1, 4 });
        var (loss, gradient) = Evaluate(Algorithms.Create(name), batch);
        var (reorderedLoss, reordered) = Evaluate(Algorithms.Create(name), batch.Reorder(order, tensor(new long[] { 2, 0, 1 })));
        Assert.Equal(loss, reorderedLoss, 1e-10);
        Close(gradient.index_select(0, order), reordered, 1e-10);
    }

    [Theory, MemberData(nameof(Names))]
    public void More_padding_changes_nothing(string name)
    {
        using var scope = NewDisposeScope();
        var batch = Random(12, 3, 1, 4);
        var padding = zeros(8, 3, float64);
        var (loss, gradient) = Evaluate(Algorithms.Create(name), batch);
        var (paddedLoss, padded) = Evaluate(Algorithms.Create(name), batch.Map(tensor => cat([tensor.detach(), padding], 1)));
        Assert.Equal(loss, paddedLoss, 1e-10);
        Close(cat([gradient, padding], 1), padded, 1e-10);
        Assert.Equal(0, (gradient * (1 - batch.Mask)).abs().sum().item<double>());
    }

    [Theory, MemberData(nameof(Names))]
    public void A_constant_added_to_a_prompts_rewards_matters_only_where_the_level_of_rewards_does(string name)
    {
        using var scope = NewDisposeScope();
        var batch = Random(13, 3, 2, 4);
        var offsets = tensor(new double[] { 3, -2, 5 }).index_select(0, batch.Group);
        var (loss, gradient) = Evaluate(Algorithms.Create(name), batch);
        var (_, shifted) = Evaluate(Algorithms.Create(name), batch with { Rewards = batch.Rewards + offsets });
        var change = (shifted - gradient).abs().max().item<double>();
        Assert.True(LevelMatters.Contains(name) ? change > 1e-3 : change < 1e-10, $"the gradient changes by {change}");
        Assert.True(double.IsFinite(loss));
    }

    [Theory, MemberData(nameof(Names))]
    public void What_learns_from_differences_within_a_group_learns_nothing_without_them(string name)
    {
        using var scope = NewDisposeScope();
        var algorithm = Algorithms.Create(name);
        // RAFT imitates the best, even of equals: Groups says of it only that one completion leaves no choice.
        if (!algorithm.Needs.HasFlag(AlgorithmNeeds.Groups) || name == "raft") return;
        var batch = Random(14, 1, 4, 1);
        var logProbs = batch.LogProbs.detach();
        batch = batch with
        {
            BehaviorLogProbs = logProbs,
            ReferenceLogProbs = logProbs,
            Rewards = tensor(new double[] { 2, 0.5, 0.5, 0.5, 0.5, -1 }),
        };
        var gradient = Evaluate(algorithm, batch).Gradient;
        Close(zeros_like(gradient), gradient, 0);
    }

    [Theory, MemberData(nameof(Names))]
    public void Data_that_is_refused_is_refused_with_a_reason(string name)
    {
        var algorithm = Algorithms.Create(name);
        var choosy = (algorithm.Needs & (AlgorithmNeeds.OnPolicy | AlgorithmNeeds.Behavior)) != 0;
        Assert.Equal(choosy, algorithm.DataReason is not null);
        if (choosy) Assert.Matches("^['a-z].*; .*[^.]$", algorithm.DataReason);
    }

    [Theory, MemberData(nameof(Names))]
    public void What_is_not_asked_for_is_not_looked_at(string name)
    {
        using var scope = NewDisposeScope();
        var algorithm = Algorithms.Create(name);
        var batch = Random(15, 3, 3);
        var spare = batch with
        {
            BehaviorLogProbs = algorithm.Needs.HasFlag(AlgorithmNeeds.Behavior) ? batch.BehaviorLogProbs : null,
            ReferenceLogProbs = algorithm.Needs.HasFlag(AlgorithmNeeds.Reference) ? batch.ReferenceLogProbs : null,
            Entropies = algorithm.Needs.HasFlag(AlgorithmNeeds.Entropy) ? batch.Entropies : null,
            Values = algorithm.Needs.HasFlag(AlgorithmNeeds.Values) ? batch.Values : null,
        };
        var result = algorithm.ComputeLoss(spare);
        Assert.Equal(Evaluate(Algorithms.Create(name), batch).Loss, result.Loss.item<double>(), 1e-12);
        Assert.All(result.Metrics, metric => Assert.True(double.IsFinite(metric.Value), metric.Key));
        var single = batch.Map(tensor => tensor.to(float32)) with { Rewards = batch.Rewards.to(float32) };
        Assert.Equal(float32, algorithm.ComputeLoss(single).Loss.dtype);
    }
}
