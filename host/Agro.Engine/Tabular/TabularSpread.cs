namespace Agro.Engine.Tabular;

/// <summary>One quantity over all problems.</summary>
/// <param name="Mean">The mean, which the worst problems rule where values differ by powers of ten.</param>
/// <param name="Median">The median.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
public readonly record struct TabularSpread(double Mean, double Median, double Min, double Max)
{
    internal static TabularSpread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new(sorted.Average(), median, sorted[0], sorted[^1]);
    }
}
