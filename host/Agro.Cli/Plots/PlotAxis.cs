namespace Agro.Cli.Plots;

/// <summary>An axis of a plot.</summary>
/// <param name="Label">What it measures, with its unit.</param>
/// <param name="Logarithmic">Whether equal ratios have equal lengths; values that are not above 0 are then left out.</param>
internal sealed record PlotAxis(string Label, bool Logarithmic = false)
{
    /// <summary>Where the axis starts; null for the least value.</summary>
    public double? Min { get; init; }

    /// <summary>Where the axis ends; null for the greatest value.</summary>
    public double? Max { get; init; }

    /// <summary>Whether a value has a place on the axis.</summary>
    /// <param name="value">The value.</param>
    public bool Shows(double value) => double.IsFinite(value) && (!Logarithmic || value > 0);

    /// <summary>A value as the plot's coordinate: itself, or its decimal logarithm.</summary>
    /// <param name="value">A value that the axis shows.</param>
    public double Coordinate(double value) => Logarithmic ? Math.Log10(value) : value;
}
