using System.Globalization;
using Agro.Cli.Plots;
using Agro.Engine.Tabular;

namespace Agro.Cli.Tabular;

/// <summary>The figure of a tabular experiment: distance from the optimum against steps, both on logarithmic axes.</summary>
internal static class TabularFigure
{
    /// <summary>Below this, a distance is as good as none, and the rest of the figure would be squeezed.</summary>
    private const double Least = 1e-12;

    /// <summary>Makes the figure.</summary>
    /// <param name="result">What came out.</param>
    public static LinePlot Of(TabularResult result)
    {
        var section = result.Plan.Recipe.Tabular;
        var draws = section.Draws == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", median and range of {section.Draws} problems");
        var algorithms = result.Curves.Select(curve => curve.Algorithm).Distinct().ToList();
        return new()
        {
            Title = string.Create(CultureInfo.InvariantCulture, $"Exact gradient descent, {result.Plan.Completions} completions, beta {section.Beta}{draws}"),
            X = new("gradient step", Logarithmic: true),
            Y = new("KL(policy, optimum) / its start", Logarithmic: true) { Min = Lowest(result) },
            Series = [.. result.Curves.Select(curve => Line(curve, algorithms.IndexOf(curve.Algorithm), algorithms.Count, section.Draws > 1))],
        };
    }

    private static double? Lowest(TabularResult result) =>
        result.Curves.Any(curve => curve.Steps.Any(step => curve.DistanceAt(step).Min < Least)) ? Least : null;

    /// <summary>On-policy, two algorithms may be the same: the first line is the thickest, so that those over it do not hide it.</summary>
    private static PlotSeries Line(TabularCurve curve, int algorithm, int algorithms, bool band)
    {
        var steps = curve.Steps.ToArray();
        var distances = steps.Select(curve.DistanceAt).ToArray();
        return new()
        {
            Label = $"{curve.Algorithm}, {TabularTable.NameOf(curve.Behavior)}",
            Xs = [.. steps.Select(step => (double)step)],
            Ys = [.. distances.Select(distance => distance.Median)],
            Low = band ? [.. distances.Select(distance => Math.Max(distance.Min, double.Epsilon))] : [],
            High = band ? [.. distances.Select(distance => distance.Max)] : [],
            Dashed = curve.Behavior == BehaviorPolicy.Policy,
            Color = algorithm,
            Thickness = Math.Min(3.4, 1 + (1.2 * (algorithms - 1 - algorithm))),
        };
    }
}
