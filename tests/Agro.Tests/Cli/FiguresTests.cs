using System.Globalization;
using Agro.Cli.Terminal;

namespace Agro.Tests.Cli;

public class FiguresTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.531234, "0.531")]
    [InlineData(0.0031, "0.0031")]
    [InlineData(-21.34, "-21.3")]
    [InlineData(999.7, "1000")]
    [InlineData(123456.7, "123457")]
    [InlineData(1e-6, "1e-06")]
    [InlineData(2.345e9, "2.35e+09")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Numbers_have_three_digits_that_count(double value, string shown) => Assert.Equal(shown, Figures.Number(value));

    [Theory]
    [InlineData(0.5, "0.500")]
    [InlineData(140.26, "140.3")]
    [InlineData(double.NaN, "nan")]
    [InlineData(1e300, "1e+300")]
    public void Scores_stand_still(double value, string shown) => Assert.Equal(shown, Figures.Score(value));

    [Theory]
    [InlineData(0, "+0.000")]
    [InlineData(-0.0001, "+0.000")]
    [InlineData(-0.25, "-0.250")]
    [InlineData(double.NaN, "nan")]
    public void Differences_have_a_sign(double value, string shown) => Assert.Equal(shown, Figures.Difference(value));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(59.9, "59s")]
    [InlineData(62, "1m02s")]
    [InlineData(7500, "2h05m")]
    [InlineData(273600, "3d04h")]
    [InlineData(-5, "0s")]
    public void Durations_have_two_units(double seconds, string shown) => Assert.Equal(shown, Figures.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void The_culture_does_not_matter()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal("0.531", Figures.Number(0.531));
            Assert.Equal("+0.120", Figures.Difference(0.12));
            Assert.Equal("1.21 s", Figures.Seconds(1.21));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
