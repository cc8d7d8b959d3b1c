using System.Collections.Immutable;
using ScottPlot;
using ScottPlot.AxisPanels;

namespace Agro.Cli.Plots;

/// <summary>Draws a <see cref="LinePlot"/> with the plotting library.</summary>
internal static class LinePlotDrawing
{
    /// <summary>Lines of no more points than this show them.</summary>
    private const int MostMarkers = 24;
    private const float TextSize = 14, LineWidth = 2.25f;

    /// <summary>Draws a plot; the caller disposes of it.</summary>
    /// <param name="figure">What to draw.</param>
    /// <param name="dashes">Whether to draw dashes; else lines to be dashed are marked for <see cref="SvgDashes"/>.</param>
    /// <exception cref="ArgumentException">A series has not as many values on one axis as on the other.</exception>
    public static Plot Draw(LinePlot figure, bool dashes)
    {
        PlotFont.Register();
        var plot = new Plot();
        // Every band lies under every line.
        for (var i = 0; i < figure.Series.Length; i++) AddBand(plot, figure, i);
        for (var i = 0; i < figure.Series.Length; i++) AddLine(plot, figure, i, dashes);
        SetLimits(plot, figure);
        Style(plot, figure);
        AddLegend(plot, figure);
        return plot;
    }

    private static void AddBand(Plot plot, LinePlot figure, int index)
    {
        var series = figure.Series[index];
        if (series.Low.IsEmpty && series.High.IsEmpty) return;
        RequireLength(series, series.Low);
        RequireLength(series, series.High);
        var points = Enumerable.Range(0, series.Xs.Length)
            .Where(i => figure.X.Shows(series.Xs[i]) && figure.Y.Shows(series.Low[i]) && figure.Y.Shows(series.High[i]))
            .Select(i => (figure.X.Coordinate(series.Xs[i]), figure.Y.Coordinate(series.Low[i]), figure.Y.Coordinate(series.High[i])))
            .ToList();
        if (points.Count == 0) return;
        var band = plot.Add.FillY(points);
        band.FillColor = ColorOf(series, index).WithAlpha(0.15);
        band.LineWidth = 0;
        band.MarkerSize = 0;
    }

    private static void AddLine(Plot plot, LinePlot figure, int index, bool dashes)
    {
        var series = figure.Series[index];
        RequireLength(series, series.Ys);
        var points = Enumerable.Range(0, series.Xs.Length)
            .Where(i => figure.X.Shows(series.Xs[i]) && figure.Y.Shows(series.Ys[i]))
            .Select(i => new Coordinates(figure.X.Coordinate(series.Xs[i]), figure.Y.Coordinate(series.Ys[i])))
            .ToArray();
        var line = plot.Add.Scatter(points, ColorOf(series, index));
        line.LineWidth = LineWidth * (float)series.Thickness;
        line.MarkerSize = points.Length <= MostMarkers ? 7 : 0;
        if (series.Dashed && dashes) line.LinePattern = LinePattern.Dashed;
        else if (series.Dashed) line.LineColor = SvgDashes.Mark(ColorOf(series, index));
        line.LegendText = series.Label;
    }

    /// <summary>What is drawn reaches from side to side, with a little room above and below.</summary>
    private static void SetLimits(Plot plot, LinePlot figure)
    {
        plot.Axes.Margins(0, 0);
        plot.Axes.AutoScale();
        var limits = plot.Axes.GetLimits();
        var (left, right) = Ends(figure.X, limits.Left, limits.Right, 0.005);
        var (bottom, top) = Ends(figure.Y, limits.Bottom, limits.Top, 0.03);
        plot.Axes.SetLimits(left, right, bottom, top);
        plot.Axes.Bottom.TickGenerator = AxisTicks.Of(figure.X, left, right);
        plot.Axes.Left.TickGenerator = AxisTicks.Of(figure.Y, bottom, top);
    }

    /// <summary>An end that was asked for stays where it is; the others get some room.</summary>
    private static (double Low, double High) Ends(PlotAxis axis, double low, double high, double room)
    {
        double? min = axis.Min is { } lowest && axis.Shows(lowest) ? axis.Coordinate(lowest) : null;
        double? max = axis.Max is { } highest && axis.Shows(highest) ? axis.Coordinate(highest) : null;
        var margin = room * Math.Max(0, (max ?? high) - (min ?? low));
        return (min ?? low - margin, max ?? high + margin);
    }

    private static void Style(Plot plot, LinePlot figure)
    {
        plot.Title(figure.Title, 18);
        plot.XLabel(figure.X.Label, TextSize + 1);
        plot.YLabel(figure.Y.Label, TextSize + 1);
        plot.Font.Set(PlotFont.Name);
        plot.Axes.Color(PlotColors.Axis);
        plot.Axes.Title.Label.ForeColor = PlotColors.Text;
        plot.Axes.Title.Label.Bold = false;
        foreach (var axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            axis.Label.Bold = false;
            axis.Label.ForeColor = PlotColors.Text;
            axis.TickLabelStyle.FontSize = TextSize - 1;
            axis.TickLabelStyle.ForeColor = PlotColors.Text;
        }

        if (plot.Axes.Left is AxisBase left) left.PaddingOutsideAxisLabels = new(8, 0);
        if (!figure.X.Logarithmic) plot.Axes.Bottom.MinorTickStyle.Length = 0;
        if (!figure.Y.Logarithmic) plot.Axes.Left.MinorTickStyle.Length = 0;
        plot.Axes.Top.FrameLineStyle.IsVisible = false;
        plot.Axes.Right.FrameLineStyle.IsVisible = false;
        plot.Grid.MajorLineColor = PlotColors.Grid;
    }

    /// <summary>Below the axes, where it covers no line.</summary>
    private static void AddLegend(Plot plot, LinePlot figure)
    {
        if (figure.Series.All(series => series.Label.Length == 0)) return;
        var legend = plot.Legend;
        legend.Orientation = Orientation.Horizontal;
        legend.FontName = PlotFont.Name;
        legend.FontSize = TextSize;
        legend.FontColor = PlotColors.Text;
        legend.OutlineWidth = 0;
        legend.ShadowColor = Colors.Transparent;
        legend.SymbolWidth = 34;
        legend.InterItemPadding = new PixelPadding(12, 2);
        plot.ShowLegend(Edge.Bottom);
    }

    private static Color ColorOf(PlotSeries series, int index) => PlotColors.Of(series.Color ?? index);

    private static void RequireLength(PlotSeries series, ImmutableArray<double> values)
    {
        if (values.Length != series.Xs.Length)
            throw new ArgumentException($"'{series.Label}' has {series.Xs.Length} places on the horizontal axis and {values.Length} values");
    }
}
