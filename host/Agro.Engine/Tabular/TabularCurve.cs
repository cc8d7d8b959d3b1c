using System.Collections.Immutable;

namespace Agro.Engine.Tabular;

/// <summary>What became of an algorithm with one behavior policy.</summary>
/// <param name="Algorithm">What the experiment calls the algorithm.</param>
/// <param name="Behavior">Where the completions came from.</param>
/// <param name="Traces">Its way on each problem.</param>
public sealed record TabularCurve(string Algorithm, BehaviorPolicy Behavior, ImmutableArray<TabularTrace> Traces)
{
    /// <summary>The steps after which policies were measured, ascending from 0.</summary>
    public IEnumerable<long> Steps => Traces[0].Points.Select(point => point.Step);

    /// <summary>The distances from the optimum after a step, relative to where they started, over all problems.</summary>
    /// <param name="step">One of <see cref="Steps"/>.</param>
    public TabularSpread DistanceAt(long step)
    {
        var index = Traces[0].Points.BinarySearch(new TabularPoint { Step = step }, Comparer<TabularPoint>.Create((a, b) => a.Step.CompareTo(b.Step)));
        return index < 0
            ? throw new ArgumentOutOfRangeException(nameof(step), step, "nothing was measured after this step")
            : TabularSpread.Of(Traces.Select(trace => trace.Points[index].NormalizedDivergence));
    }
}
