using System.Xml.Linq;
using ScottPlot;

namespace Agro.Cli.Plots;

/// <summary>
/// Dashes in SVG, which SkiaSharp writes without them. A line to be dashed gets a color that is one off in its blue, which nobody
/// sees, and is found again by it.
/// </summary>
internal static class SvgDashes
{
    private static readonly HashSet<string> Marked = [.. PlotColors.All.Select(color => Mark(color).ToHex())];

    /// <summary>Marks the color of a line.</summary>
    /// <param name="color">One of <see cref="PlotColors"/>.</param>
    public static Color Mark(Color color) => new(color.R, color.G, (byte)(color.B ^ 1));

    /// <summary>Draws dashes where lines are marked.</summary>
    /// <param name="svg">The figure.</param>
    /// <returns>The same figure with dashes.</returns>
    public static string Draw(string svg)
    {
        var document = XDocument.Parse(svg, LoadOptions.PreserveWhitespace);
        foreach (var line in document.Descendants())
        {
            if ((string?)line.Attribute("stroke") is { } stroke && Marked.Contains(Color.FromHex(stroke).ToHex())) line.SetAttributeValue("stroke-dasharray", "10 10");
        }

        return $"{document.Declaration}{Environment.NewLine}{document.ToString(SaveOptions.DisableFormatting)}";
    }
}
