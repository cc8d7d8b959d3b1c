using System.Collections.Immutable;

namespace Agro.Engine.Tabular;

/// <summary>
/// One prompt with K completions of one token each: maximize E_pi r - beta KL(pi || pi_ref) over softmax policies. Its optimum is
/// pi*(y) proportional to pi_ref(y) exp(r(y) / beta), with the value beta log Z.
/// </summary>
internal sealed record TabularProblem
{
    /// <summary>Makes a problem.</summary>
    /// <param name="rewards">The reward of each completion, <c>[K]</c>.</param>
    /// <param name="referenceLogits">The logits of the reference policy, <c>[K]</c>.</param>
    /// <param name="beta">The KL coefficient, above 0, in units of reward per nat.</param>
    public TabularProblem(ImmutableArray<double> rewards, ImmutableArray<double> referenceLogits, double beta)
    {
        (Rewards, ReferenceLogits, Beta) = (rewards, referenceLogits, beta);
        Reference = [.. Softmax.Log(referenceLogits.AsSpan())];
        Optimum = [.. Softmax.Log([.. rewards.Zip(Reference, (reward, reference) => reference + reward / beta)])];
    }

    /// <summary>The reward of each completion, <c>[K]</c>.</summary>
    public ImmutableArray<double> Rewards { get; }

    /// <summary>The logits of the reference policy, <c>[K]</c>, where descents start.</summary>
    public ImmutableArray<double> ReferenceLogits { get; }

    /// <summary>The KL coefficient.</summary>
    public double Beta { get; }

    /// <summary>Log-probabilities of the reference policy, <c>[K]</c>.</summary>
    public ImmutableArray<double> Reference { get; }

    /// <summary>Log-probabilities of the optimum, <c>[K]</c>.</summary>
    public ImmutableArray<double> Optimum { get; }

    /// <summary>How many completions there are.</summary>
    public int Size => Rewards.Length;

    /// <summary>The distance that descents start at: KL(pi_ref || pi*), in nats.</summary>
    public double StartingDistance => Softmax.Divergence(Reference.AsSpan(), Optimum.AsSpan());

    /// <summary>Measures a policy.</summary>
    /// <param name="step">Steps that it has behind it.</param>
    /// <param name="policy">Its log-probabilities, <c>[K]</c>.</param>
    public TabularPoint Measure(long step, ReadOnlySpan<double> policy)
    {
        var reward = 0.0;
        for (var y = 0; y < policy.Length; y++) reward += Math.Exp(policy[y]) * Rewards[y];
        var divergence = Softmax.Divergence(policy, Optimum.AsSpan());
        return new(step, divergence, divergence / StartingDistance, reward, reward - Beta * Softmax.Divergence(policy, Reference.AsSpan()));
    }

    /// <summary>The regularized reward R = r - beta log(pi / pi_ref) of each completion, <c>[K]</c>.</summary>
    /// <param name="policy">Log-probabilities of pi, <c>[K]</c>.</param>
    public double[] RegularizedRewards(ReadOnlySpan<double> policy)
    {
        var values = new double[Size];
        for (var y = 0; y < values.Length; y++) values[y] = Rewards[y] - Beta * (policy[y] - Reference[y]);
        return values;
    }
}
