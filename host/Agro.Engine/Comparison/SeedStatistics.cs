namespace Agro.Engine.Comparison;

/// <summary>What a value is over several seeds.</summary>
/// <param name="Count">How many seeds.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="HalfWidth">
/// Half the width of the mean's 95 % confidence interval, by Student's t with one degree of freedom less than seeds; null for one seed.
/// </param>
/// <param name="Min">The least value.</param>
/// <param name="Max">The greatest value.</param>
public sealed record SeedStatistics(int Count, double Mean, double? HalfWidth, double Min, double Max)
{
    /// <summary>The lower end of the confidence interval; null for one seed.</summary>
    public double? Low => Mean - HalfWidth;

    /// <summary>The upper end of the confidence interval; null for one seed.</summary>
    public double? High => Mean + HalfWidth;

    /// <summary>Computes the statistics.</summary>
    /// <param name="values">The value of each seed.</param>
    /// <returns>The statistics; null when there are no values.</returns>
    public static SeedStatistics? Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        if (all.Length == 0) return null;
        var mean = all.Average();
        if (all.Length == 1) return new(1, mean, null, mean, mean);
        var deviation = Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1));
        var half = StudentT.TwoSided(StudentT.Confidence, all.Length - 1) * deviation / Math.Sqrt(all.Length);
        return new(all.Length, mean, half, all.Min(), all.Max());
    }
}
