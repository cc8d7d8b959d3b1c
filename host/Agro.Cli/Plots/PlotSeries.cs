using System.Collections.Immutable;

namespace Agro.Cli.Plots;

/// <summary>A line of a plot, with a band around it if it has one.</summary>
internal sealed record PlotSeries
{
    /// <summary>Its name in the legend; empty for none.</summary>
    public required string Label { get; init; }

    /// <summary>Where the points lie on the horizontal axis, ascending.</summary>
    public required ImmutableArray<double> Xs { get; init; }

    /// <summary>The points, one for each of <see cref="Xs"/>. A point that an axis cannot show is left out.</summary>
    public required ImmutableArray<double> Ys { get; init; }

    /// <summary>The lower end of the band, one for each of <see cref="Xs"/>; empty for no band.</summary>
    public ImmutableArray<double> Low { get; init; } = [];

    /// <summary>The upper end of the band, one for each of <see cref="Xs"/>; empty for no band.</summary>
    public ImmutableArray<double> High { get; init; } = [];

    /// <summary>Draws dashes, which sets two lines of one color apart.</summary>
    public bool Dashed { get; init; }

    /// <summary>How thick the line is, relative to others: a thinner line leaves a thicker one that it covers to be seen.</summary>
    public double Thickness { get; init; } = 1;

    /// <summary>The color, counted from 0; null for that of the series' place in the plot.</summary>
    public int? Color { get; init; }
}
