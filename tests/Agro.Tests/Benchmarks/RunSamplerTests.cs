using Agro.Engine.Benchmarks;

namespace Agro.Tests.Benchmarks;

public class RunSamplerTests
{
    [Fact]
    public void Works_that_are_compared_take_turns()
    {
        var order = new List<char>();
        // No budget: samples end with the number that is wanted, quiet or not.
        var runs = new RunSampler(new(3, 0, 0), CancellationToken.None).Take(_ => order.Add('a'), _ => order.Add('b'));
        Assert.Equal("abababab", string.Concat(order));
        Assert.All(runs, samples => Assert.Equal(3, samples.Runs.Count));
    }

    [Fact]
    public void Short_work_is_done_again_and_its_phases_are_means()
    {
        var times = 0;
        var run = new RunSampler(new(1, 0.02, 0), CancellationToken.None).Take(clock => clock.Time("all", () => Interlocked.Increment(ref times)))[0].Runs[0];
        Assert.True(times > 2);
        Assert.True(run.Phases["all"] <= run.Seconds && run.Seconds <= 0.02, $"{run}");
    }

    [Fact]
    public void Processor_time_is_this_process_s_own_so_that_others_do_not_matter()
    {
        var settings = new SamplerSettings(1, 0, 0) { ProcessorTime = true };
        var before = Environment.CpuUsage.TotalTime.TotalSeconds;
        var run = new RunSampler(settings, CancellationToken.None).Take(clock => clock.Time("sum", () => Enumerable.Range(0, 100_000).Sum(i => (long)i)))[0].Runs[0];
        Assert.True(run.Phases["sum"] <= run.Seconds && run.Seconds <= Environment.CpuUsage.TotalTime.TotalSeconds - before);
        Assert.Null(run.ForeignShare);
    }

    [Fact]
    public void A_stop_ends_it_between_samples()
    {
        using var source = new CancellationTokenSource();
        var times = 0;
        Assert.Throws<OperationCanceledException>(() => new RunSampler(new(9, 0, 0), source.Token).Take(_ =>
        {
            if (++times == 2) source.Cancel();
        }));
        Assert.Equal(2, times);
    }

    [Fact]
    public void The_load_of_all_processors_is_what_is_not_idle_and_not_a_guest()
    {
        const string statistics = "cpu  100 20 30 5000 400 5 6 7 11 12\ncpu0 50 10 15 2500 200 2 3 3 0 0\ncpu1 50 10 15 2500 200 3 3 4 0 0\nintr 1 2\n";
        Assert.Equal((1.68, 2), ProcessorLoad.Parse(statistics));
    }
}
