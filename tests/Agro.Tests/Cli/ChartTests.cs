using Agro.Cli.Terminal;

namespace Agro.Tests.Cli;

public class ChartTests
{
    [Fact]
    public void One_row_shows_eight_levels_from_the_least_to_the_greatest()
    {
        var (rows, low, high) = Chart.Draw([0, 1, 2, 3, 4, 5, 6, 7], 80, 1);
        Assert.Equal(["▁▂▃▄▅▆▇█"], rows);
        Assert.Equal((0, 7), (low, high));
    }

    [Fact]
    public void Several_rows_stack() => Assert.Equal([" ▄█", "▁██"], Chart.Draw([0, 11, 15], 80, 2).Rows);

    [Fact]
    public void More_values_than_columns_are_averaged()
    {
        var (rows, low, high) = Chart.Draw([1, 3, 10, 20, 5, 5], 3, 1);
        Assert.Equal(3, rows[0].Length);
        Assert.Equal((2, 15), (low, high));
    }

    [Fact]
    public void Equal_values_are_drawn_in_the_middle() => Assert.Equal(["▄▄▄"], Chart.Draw([0.5, 0.5, 0.5], 9, 1).Rows);

    [Theory]
    [InlineData(double.MaxValue, double.MinValue)]
    [InlineData(double.MaxValue, double.MaxValue)]
    [InlineData(double.Epsilon, 0)]
    public void Extreme_values_are_drawn_somehow(double first, double second) =>
        Assert.All(Chart.Draw([first, second, 0], 2, 3).Rows, row => Assert.Equal(2, row.Length));

    [Fact]
    public void A_curve_keeps_its_shape_in_bounded_memory()
    {
        var curve = Enumerable.Range(0, 100_000).Aggregate(new RewardCurve(), (curve, step) => curve.With(step));
        Assert.InRange(curve.Points.Length, 500, 1024);
        Assert.Equal(curve.Points.Order(), curve.Points);
        // The first point is the average of as many steps as it stands for.
        Assert.Equal((curve.StepsPerPoint - 1) / 2.0, curve.Points[0]);
        Assert.Equal(100_000 / curve.StepsPerPoint, curve.Points.Length);
    }

    [Fact]
    public void A_reward_that_is_not_finite_leaves_the_curve_as_it_is() =>
        Assert.Equal([1.0, 2.0], new RewardCurve().With(1).With(double.NaN).With(double.PositiveInfinity).With(2).Points);
}
