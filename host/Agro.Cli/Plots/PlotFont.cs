using ScottPlot;
using SkiaSharp;

namespace Agro.Cli.Plots;

/// <summary>
/// The font of plots, which is part of the program: containers have none as a rule, and a figure should look the same everywhere.
/// </summary>
internal sealed class PlotFont : IFontResolver
{
    /// <summary>Its name, by which SVG viewers look for it too.</summary>
    public const string Name = "DejaVu Sans";

    private static readonly Lazy<bool> Added = new(() =>
    {
        Fonts.FontResolvers.Insert(0, new PlotFont());
        return true;
    });

    private static readonly Lazy<SKTypeface> Typeface = new(() =>
    {
        using var stream = typeof(PlotFont).Assembly.GetManifestResourceStream("Agro.Cli.PlotFont.ttf")
            ?? throw new InvalidOperationException("the program lacks its font");
        return SKTypeface.FromStream(stream);
    });

    private PlotFont()
    {
    }

    /// <summary>Makes the font known to the plotting library. Does nothing the second time.</summary>
    public static void Register() => _ = Added.Value;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing width) =>
        fontName == Name ? Typeface.Value : null;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Name ? Typeface.Value : null;
}
