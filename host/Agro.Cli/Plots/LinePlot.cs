using System.Collections.Immutable;
using ScottPlot;

namespace Agro.Cli.Plots;

/// <summary>A figure of lines over one horizontal axis, for people and papers.</summary>
internal sealed record LinePlot
{
    /// <summary>What the figure shows.</summary>
    public required string Title { get; init; }

    /// <summary>The horizontal axis.</summary>
    public required PlotAxis X { get; init; }

    /// <summary>The vertical axis.</summary>
    public required PlotAxis Y { get; init; }

    /// <summary>The lines. Later ones are drawn over earlier ones.</summary>
    public required ImmutableArray<PlotSeries> Series { get; init; }

    /// <summary>Pixels from left to right.</summary>
    public int Width { get; init; } = 960;

    /// <summary>Pixels from top to bottom.</summary>
    public int Height { get; init; } = 600;

    /// <summary>Writes the figure as PNG; an old file is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">A series has not as many values on one axis as on the other.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SavePng(string path)
    {
        using var plot = LinePlotDrawing.Draw(this, dashes: true);
        File.WriteAllBytes(path, plot.GetImageBytes(Width, Height, ImageFormat.Png));
    }

    /// <summary>Writes the figure as SVG, whose text stays text; an old file is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">A series has not as many values on one axis as on the other.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveSvg(string path)
    {
        using var plot = LinePlotDrawing.Draw(this, dashes: false);
        File.WriteAllText(path, SvgDashes.Draw(plot.GetSvgXml(Width, Height)));
    }
}
