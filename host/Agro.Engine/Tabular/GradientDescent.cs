using System.Collections.Immutable;

namespace Agro.Engine.Tabular;

/// <summary>Descends the expected gradient of an algorithm's loss with a fixed step.</summary>
internal sealed class GradientDescent
{
    /// <summary>The algorithm.</summary>
    public required TabularAlgorithm Algorithm { get; init; }

    /// <summary>Where completions come from.</summary>
    public required BehaviorPolicy Behavior { get; init; }

    /// <summary>What gradients are multiplied by.</summary>
    public required double StepSize { get; init; }

    /// <summary>The steps after which the policy is measured, ascending; the last is where it ends.</summary>
    public required ImmutableArray<long> Measured { get; init; }

    /// <summary>Starts at the reference policy and goes to the end.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="AgroException">The descent left what numbers can hold, or the algorithm failed.</exception>
    public TabularTrace Run(TabularProblem problem, CancellationToken cancellationToken)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var groups = GroupEnumeration.OfAllPairs(problem);
        var logits = problem.ReferenceLogits.ToArray();
        var points = ImmutableArray.CreateBuilder<TabularPoint>(Measured.Length);
        for (var step = 0L; ; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var policy = Softmax.Log(logits);
            if (step == Measured[points.Count]) points.Add(problem.Measure(step, policy));
            var gradient = groups.Gradient(Algorithm, policy, Behavior == BehaviorPolicy.Policy ? policy : problem.Reference.AsSpan(), step);
            if (!gradient.All(double.IsFinite)) throw new AgroException($"{Algorithm.Label}: the gradient is not finite after {step} steps. A smaller tabular.step_size may help");
            if (points.Count == Measured.Length) return new(points.MoveToImmutable(), problem, [.. policy], gradient.Max(Math.Abs));
            for (var y = 0; y < logits.Length; y++) logits[y] -= StepSize * gradient[y];
        }
    }
}
