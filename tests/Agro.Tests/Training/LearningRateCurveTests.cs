using Agro.Engine.Recipes;
using Agro.Engine.Training;

namespace Agro.Tests.Training;

public class LearningRateCurveTests
{
    [Fact]
    public void Warm_up_rises_in_a_line_to_the_peak() =>
        Assert.Equal([0.25, 0.5, 0.75, 1, 1], Rates(new(1, LearningRateSchedule.Constant, 4, 5, 0)));

    [Fact]
    public void A_cosine_starts_at_the_peak_passes_the_middle_and_ends_at_the_floor()
    {
        var rates = Rates(new(2, LearningRateSchedule.Cosine, 0, 5, 0.1)).ToArray();
        Assert.Equal(2, rates[0], 12);
        Assert.Equal(1.1, rates[2], 12);
        Assert.Equal(0.2, rates[4], 12);
    }

    [Fact]
    public void A_line_falls_evenly() => Assert.Equal([3.0, 2, 1, 0], Rates(new(3, LearningRateSchedule.Linear, 0, 4, 0)));

    [Fact]
    public void One_step_is_taken_at_the_peak() => Assert.Equal([3.0], Rates(new(3, LearningRateSchedule.Cosine, 0, 1, 0)));

    private static IEnumerable<double> Rates(LearningRateCurve schedule) =>
        Enumerable.Range(1, (int)schedule.TotalSteps).Select(step => schedule.At(step));
}
