using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Agro.Cli.Plots;

/// <summary>Where axes have ticks, and what is written beside them.</summary>
internal static class AxisTicks
{
    private const int MostDecades = 10;

    /// <summary>Makes the ticks of an axis.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="low">Where it starts, as a coordinate.</param>
    /// <param name="high">Where it ends, as a coordinate.</param>
    public static ITickGenerator Of(PlotAxis axis, double low, double high) => !axis.Logarithmic
        ? new NumericAutomatic { LabelFormatter = Text }
        : high - low < 1.2 ? Within(low, high) : Decades(low, high);

    /// <summary>Writes a number briefly: 0.25, 20000, 1e-6.</summary>
    /// <param name="value">The number.</param>
    public static string Text(double value) => Math.Abs(value) is (> 0 and < 0.999e-3) or >= 0.999e6
        ? value.ToString("0.###e0", CultureInfo.InvariantCulture)
        : Math.Round(value, 6).ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>A tick at each power of ten, or at each second or third one and so on where they would crowd.</summary>
    private static NumericManual Decades(double low, double high)
    {
        var ticks = new NumericManual();
        var every = (int)Math.Ceiling((high - low) / MostDecades);
        for (var decade = (int)Math.Floor(low); decade <= Math.Ceiling(high); decade++)
        {
            if (decade % every == 0) ticks.AddMajor(decade, Text(Math.Pow(10, decade)));
            else ticks.AddMinor(decade);
            for (var digit = 2; digit < 10 && every == 1; digit++) ticks.AddMinor(decade + Math.Log10(digit));
        }

        return ticks;
    }

    /// <summary>Ticks at round numbers, for an axis on which there may be no power of ten.</summary>
    private static NumericManual Within(double low, double high)
    {
        var ticks = new NumericManual();
        var (from, to) = (Math.Pow(10, low), Math.Pow(10, high));
        var step = Math.Pow(10, Math.Floor(Math.Log10((to - from) / 4)));
        step *= ((to - from) / step) switch { > 20 => 5, > 10 => 2, _ => 1 };
        for (var value = Math.Ceiling(from / step) * step; value <= to; value += step) ticks.AddMajor(Math.Log10(value), Text(value));
        return ticks;
    }
}
