using ScottPlot;

namespace Agro.Cli.Plots;

/// <summary>
/// Colors that people with any kind of color vision tell apart (Okabe and Ito, Color Universal Design, 2008), in an order that puts
/// those first which are dark enough for thin lines on white. Gray stands for their yellow, which is not.
/// </summary>
internal static class PlotColors
{
    private static readonly Color[] Series =
    [
        new("#0072B2"), new("#D55E00"), new("#009E73"), new("#CC79A7"), new("#000000"), new("#E69F00"), new("#56B4E9"), new("#8C8C8C"),
    ];

    /// <summary>The colors of series, in their order.</summary>
    public static IReadOnlyList<Color> All => Series;

    /// <summary>Titles and labels.</summary>
    public static Color Text { get; } = new("#222222");

    /// <summary>Axes and their ticks.</summary>
    public static Color Axis { get; } = new("#666666");

    /// <summary>The grid.</summary>
    public static Color Grid { get; } = new("#E4E4E4");

    /// <summary>The color of a series.</summary>
    /// <param name="index">Its color's number, from 0; after the last color comes the first again.</param>
    public static Color Of(int index) => Series[index % Series.Length];
}
