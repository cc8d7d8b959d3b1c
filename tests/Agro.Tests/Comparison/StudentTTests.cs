using Agro.Engine.Comparison;

namespace Agro.Tests.Comparison;

public class StudentTTests
{
    /// <summary>Values of published tables, to more digits than they print.</summary>
    [Theory]
    [InlineData(0.95, 1, 12.7062047362)]
    [InlineData(0.95, 2, 4.3026527297)]
    [InlineData(0.95, 3, 3.1824463053)]
    [InlineData(0.95, 4, 2.7764451052)]
    [InlineData(0.95, 5, 2.5705818356)]
    [InlineData(0.95, 9, 2.2621571628)]
    [InlineData(0.95, 10, 2.2281388520)]
    [InlineData(0.95, 29, 2.0452296421)]
    [InlineData(0.95, 30, 2.0422724563)]
    [InlineData(0.95, 100, 1.9839715185)]
    [InlineData(0.99, 1, 63.6567411629)]
    [InlineData(0.99, 4, 4.6040948713)]
    [InlineData(0.99, 10, 3.1692726726)]
    [InlineData(0.5, 1, 1.0)]
    [InlineData(0.5, 2, 0.8164965809)]
    public void Quantiles_are_those_of_the_tables(double confidence, int degrees, double expected) =>
        Assert.Equal(expected, StudentT.TwoSided(confidence, degrees), 1e-8);

    [Fact]
    public void Many_degrees_of_freedom_come_near_the_normal_distribution_from_above()
    {
        Assert.InRange(StudentT.TwoSided(0.95, 10_000), 1.959963985, 1.9603);
        Assert.InRange(StudentT.TwoSided(0.95, 1_000_000), 1.959963985, 1.959968);
    }

    [Theory]
    [InlineData(0.0, 3)]
    [InlineData(1.0, 3)]
    [InlineData(double.NaN, 3)]
    [InlineData(0.95, 0)]
    public void What_has_no_quantile_is_refused(double confidence, int degrees) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.TwoSided(confidence, degrees));
}
