using Agro.Engine.Comparison;

namespace Agro.Tests.Comparison;

public class SeedStatisticsTests
{
    [Fact]
    public void Five_values_have_the_interval_that_is_computed_by_hand()
    {
        // Standard deviation sqrt(2.5), standard error sqrt(0.5), t with 4 degrees 2.7764451.
        var statistics = SeedStatistics.Of([5, 1, 4, 2, 3])!;
        Assert.Equal((5, 3.0, 1.0, 5.0), (statistics.Count, statistics.Mean, statistics.Min, statistics.Max));
        Assert.Equal(2.7764451052 * Math.Sqrt(0.5), statistics.HalfWidth!.Value, 1e-8);
        Assert.Equal(3 - 1.9632432, statistics.Low!.Value, 1e-6);
        Assert.Equal(3 + 1.9632432, statistics.High!.Value, 1e-6);
    }

    [Fact]
    public void Two_values_have_a_very_wide_interval()
    {
        var statistics = SeedStatistics.Of([0.4, 0.6])!;
        Assert.Equal(0.5, statistics.Mean, 1e-12);
        Assert.Equal(1.27062047, statistics.HalfWidth!.Value, 1e-7);
    }

    [Fact]
    public void One_value_has_no_interval()
    {
        var statistics = SeedStatistics.Of([0.25])!;
        Assert.Equal(new SeedStatistics(1, 0.25, null, 0.25, 0.25), statistics);
        Assert.Null(statistics.Low);
    }

    [Fact]
    public void Equal_values_have_an_interval_without_width() => Assert.Equal(0, SeedStatistics.Of([2, 2, 2])!.HalfWidth);

    [Fact]
    public void No_values_have_no_statistics() => Assert.Null(SeedStatistics.Of([]));
}
