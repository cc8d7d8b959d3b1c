namespace Agro.Engine.Benchmarks;

/// <summary>A figure over the samples of one process.</summary>
/// <param name="Low">The first quartile.</param>
/// <param name="Median">The median.</param>
/// <param name="High">The third quartile.</param>
/// <param name="Samples">How many samples were taken.</param>
/// <param name="QuietSamples">
/// In how many of them other processes took at most 5 % of the machine's processors; where that is three or more, only these count.
/// </param>
/// <param name="ForeignShare">The share of the processors that other processes took, in the median sample; null where it is unknown, or does not matter.</param>
public sealed record Spread(double Low, double Median, double High, int Samples, int QuietSamples, double? ForeignShare)
{
    /// <summary>Half the distance of the quartiles, as a share of the median.</summary>
    public double Deviation => (High - Low) / 2 / Median;

    /// <summary>Whether too few samples were quiet.</summary>
    public bool IsNoisy => ForeignShare is not null && QuietSamples < Math.Min(RunSampler.FewestQuiet, Samples);

    /// <summary>An amount by these seconds.</summary>
    internal Spread Rate(double amount) => this with { Low = amount / High, Median = amount / Median, High = amount / Low };
}
