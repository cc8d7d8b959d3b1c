using System.Runtime.Intrinsics;
using Agro.Models.Generation;

namespace Agro.Tests.Models;

public class ExponentialTests
{
    [Fact]
    public void It_is_within_two_units_in_the_last_place_over_its_whole_range()
    {
        var worst = 0.0;
        for (var x = -87.3f; x <= 88; x += 0.0007f)
        {
            var expected = Math.Exp(x);
            worst = Math.Max(worst, Math.Abs(Of(x) - expected) / (MathF.BitIncrement((float)expected) - (float)expected));
        }
        Assert.InRange(worst, 0.3, 2);
    }

    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(-88f, 0f)]
    [InlineData(float.MinValue, 0f)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(float.NaN, float.NaN)]
    public void Its_ends_are_exact(float x, float expected) => Assert.Equal(expected, Of(x));

    [Theory]
    [InlineData(89f)]
    [InlineData(float.MaxValue)]
    [InlineData(float.PositiveInfinity)]
    public void It_grows_no_further_than_to_88(float x) => Assert.Equal(Of(88), Of(x));

    [Fact]
    public void Lanes_are_independent()
    {
        var x = Vector256.Create(-100f, -1, 0, 1, float.NaN, 100, 2, float.NegativeInfinity);
        var result = Exponential.Of(x);
        for (var lane = 0; lane < 8; lane++) Assert.Equal(Of(x[lane]), result[lane]);
    }

    private static float Of(float x) => Exponential.Of(Vector256.Create(x))[3];
}
