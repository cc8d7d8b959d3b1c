using Agro.Engine.Benchmarks;

namespace Agro.Tests.Benchmarks;

public class TimedRunsTests
{
    private static TimedRuns Runs(params (double Seconds, double? Foreign)[] samples) =>
        new([.. samples.Select(sample => new TimedRun(sample.Seconds, new Dictionary<string, double> { ["phase"] = sample.Seconds / 2 }, sample.Foreign))]);

    [Fact]
    public void The_middle_sample_is_the_median_with_its_own_phases()
    {
        var runs = Runs((5, 0), (1, 0), (3, 0), (2, 0), (4, 0));
        Assert.Equal((3, 1.5), (runs.Middle.Seconds, runs.Middle.Phases["phase"]));
        Assert.Equal((2, 3, 4), (runs.Seconds.Low, runs.Seconds.Median, runs.Seconds.High));
        Assert.Equal(1.0 / 3, runs.Seconds.Deviation, 12);
    }

    [Fact]
    public void Disturbed_samples_do_not_count_where_three_were_quiet()
    {
        var seconds = Runs((1, 0.01), (1.2, 0.05), (1.1, 0), (9, 0.5), (8, 0.4)).Seconds;
        Assert.Equal((1.1, 5, 3, false), (seconds.Median, seconds.Samples, seconds.QuietSamples, seconds.IsNoisy));
    }

    [Fact]
    public void All_samples_count_and_are_noisy_where_fewer_were_quiet()
    {
        var seconds = Runs((1, 0.01), (2, 0.3), (3, 0.2), (4, 0.5), (5, 0)).Seconds;
        Assert.Equal((3, true, 0.2), (seconds.Median, seconds.IsNoisy, seconds.ForeignShare));
    }

    [Fact]
    public void Where_the_load_is_unknown_nothing_is_noisy() => Assert.False(Runs((1, null), (2, null)).Seconds.IsNoisy);

    [Fact]
    public void A_rate_turns_the_quartiles_round()
    {
        var rate = Runs((5, 0), (1, 0), (3, 0), (2, 0), (4, 0)).Seconds.Rate(12);
        Assert.Equal((3, 4, 6), (rate.Low, rate.Median, rate.High));
    }
}
