using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Agro.Engine.Tabular;

/// <summary>
/// Groups of two completions, each group a prompt of its own, as one batch for an algorithm: B entries, T = 1, float64. Over all K * K
/// ordered pairs, each weighted by the probability that two independent completions are this pair, the gradient is the expected one,
/// without any sampling. The tensors belong to the dispose scope that is open when it is made.
/// </summary>
internal sealed class GroupEnumeration
{
    private readonly int _size;
    private readonly int[] _completions;
    private readonly Tensor _rewards, _reference, _mask, _group;

    /// <summary>Makes a batch of some groups.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="groups">The two completions of each group.</param>
    public GroupEnumeration(TabularProblem problem, ImmutableArray<(int First, int Second)> groups)
    {
        _size = problem.Size;
        Groups = groups;
        _completions = [.. groups.SelectMany(group => new[] { group.First, group.Second })];
        _rewards = tensor(Gather(problem.Rewards.AsSpan()));
        _reference = Column(problem.Reference.AsSpan());
        _mask = ones(_completions.Length, 1, float64);
        _group = tensor(Enumerable.Range(0, _completions.Length).Select(entry => entry / 2L).ToArray());
    }

    /// <summary>The two completions of each group.</summary>
    public ImmutableArray<(int First, int Second)> Groups { get; }

    /// <summary>Every ordered pair of completions.</summary>
    /// <param name="problem">The problem.</param>
    public static GroupEnumeration OfAllPairs(TabularProblem problem) => new(problem, Pairs(problem.Size, problem.Size));

    /// <summary>The ordered pairs of completions that begin with one of the first few.</summary>
    /// <param name="firsts">How many.</param>
    /// <param name="size">How many completions there are.</param>
    public static ImmutableArray<(int First, int Second)> Pairs(int firsts, int size) =>
        [.. from first in Enumerable.Range(0, firsts) from second in Enumerable.Range(0, size) select (first, second)];

    /// <summary>
    /// The gradient of a loss with respect to the log-probability of each entry, times the number of groups: for a loss that is a mean
    /// over groups, what each group's own loss contributes.
    /// </summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="policy">Log-probabilities of the policy, <c>[K]</c>.</param>
    /// <param name="behavior">Log-probabilities of the behavior policy, <c>[K]</c>.</param>
    /// <param name="step">The step, counted from 0.</param>
    /// <returns><c>[B]</c>.</returns>
    /// <exception cref="PluginException">The algorithm failed.</exception>
    public double[] Coefficients(TabularAlgorithm algorithm, ReadOnlySpan<double> policy, ReadOnlySpan<double> behavior, long step)
    {
        using var scope = NewDisposeScope();
        var leaf = Column(policy).requires_grad_();
        var loss = algorithm.Loss(new PolicyBatch
        {
            LogProbs = leaf,
            BehaviorLogProbs = Column(behavior),
            ReferenceLogProbs = _reference,
            Mask = _mask,
            Rewards = _rewards,
            Group = _group,
            GroupCount = Groups.Length,
            Step = step,
        });
        if (loss.requires_grad) loss.backward();
        // A loss that does not depend on the policy has the gradient 0.
        var coefficients = leaf.grad is { } gradient ? gradient.data<double>().ToArray() : new double[_completions.Length];
        for (var entry = 0; entry < coefficients.Length; entry++) coefficients[entry] *= Groups.Length;
        return coefficients;
    }

    /// <summary>The expected gradient of a loss with respect to the logits of the policy; the behavior policy does not depend on them.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="policy">Log-probabilities of the policy, <c>[K]</c>.</param>
    /// <param name="behavior">Log-probabilities of the behavior policy, <c>[K]</c>.</param>
    /// <param name="step">The step, counted from 0.</param>
    /// <returns><c>[K]</c>.</returns>
    /// <exception cref="PluginException">The algorithm failed.</exception>
    public double[] Gradient(TabularAlgorithm algorithm, ReadOnlySpan<double> policy, ReadOnlySpan<double> behavior, long step)
    {
        var coefficients = Coefficients(algorithm, policy, behavior, step);
        var gradient = new double[_size];
        var sum = 0.0;
        for (var entry = 0; entry < coefficients.Length; entry++)
        {
            var (first, second) = Groups[entry / 2];
            var share = Math.Exp(behavior[first] + behavior[second]) * coefficients[entry];
            gradient[_completions[entry]] += share;
            sum += share;
        }

        // d log pi(y) / d z(k) is 1 where k is y, less pi(k).
        for (var y = 0; y < gradient.Length; y++) gradient[y] -= Math.Exp(policy[y]) * sum;
        return gradient;
    }

    private Tensor Column(ReadOnlySpan<double> perCompletion) => tensor(Gather(perCompletion), _completions.Length, 1);

    private double[] Gather(ReadOnlySpan<double> perCompletion)
    {
        var values = new double[_completions.Length];
        for (var entry = 0; entry < values.Length; entry++) values[entry] = perCompletion[_completions[entry]];
        return values;
    }
}
