using System.Collections.Immutable;

namespace Agro.Engine.Tabular;

/// <summary>The way of one descent on one problem.</summary>
public sealed class TabularTrace
{
    internal TabularTrace(ImmutableArray<TabularPoint> points, TabularProblem problem, ImmutableArray<double> policy, double gradientNorm)
    {
        (Points, Problem, Policy, GradientNorm) = (points, problem, policy, gradientNorm);
    }

    /// <summary>Where it was, from step 0 to the last.</summary>
    public ImmutableArray<TabularPoint> Points { get; }

    /// <summary>Log-probabilities of the policy at the end, <c>[K]</c>.</summary>
    public ImmutableArray<double> Policy { get; }

    /// <summary>The largest component of the gradient at the end; 0 at a fixed point.</summary>
    public double GradientNorm { get; }

    internal TabularProblem Problem { get; }
}
