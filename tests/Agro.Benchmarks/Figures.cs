using System.Globalization;

namespace Agro.Benchmarks;

/// <summary>Measurements as a row of a table.</summary>
internal static class Figures
{
    /// <summary>Prints median, 95th percentile and maximum.</summary>
    /// <param name="name">What was measured.</param>
    /// <param name="values">The measurements.</param>
    /// <param name="unit">Their unit.</param>
    public static void Print(string name, IEnumerable<double> values, string unit)
    {
        double[] sorted = [.. values.Order()];
        var text = sorted.Length == 0 ? "none" : string.Create(CultureInfo.InvariantCulture,
            $"{At(sorted, 0.5),10:0.###} {At(sorted, 0.95),10:0.###} {sorted[^1],10:0.###} {unit}  ({sorted.Length})");
        Console.WriteLine($"{name,-46} {text}");
    }

    /// <summary>The median of all measurements but the first, which was to warm up.</summary>
    /// <param name="values">The measurements, an even number.</param>
    public static double MedianAfterFirst(IReadOnlyList<double> values) => values.Skip(1).Order().ElementAt((values.Count - 1) / 2);

    private static double At(double[] sorted, double share) => sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
}
