using Agro.Engine.Comparison;

namespace Agro.Tests.Comparison;

public sealed class RunRecordTests : IDisposable
{
    private readonly RunFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Theory]
    [InlineData(MetricAt.Tail, 19.5)] // steps 19 and 20
    [InlineData(MetricAt.Last, 20.0)]
    [InlineData(MetricAt.Mean, 10.5)]
    [InlineData(MetricAt.Best, 20.0)]
    public void A_metric_of_steps_stands_for_the_run_in_four_ways(MetricAt at, double expected)
    {
        var run = RunRecord.Read(_folders.Add("run", 3, [.. Enumerable.Range(1, 20).Select(i => (double)i)]));
        Assert.Equal(expected, run.Value("reward", at));
        Assert.Equal((3, 20, true, 1.5), (run.Seed, run.Steps, run.Finished, run.Seconds));
    }

    [Fact]
    public void The_best_value_may_be_the_lowest() =>
        Assert.Equal(1, RunRecord.Read(_folders.Add("run", 3, [3, 1, 2])).Value("reward", MetricAt.Best, MetricGoal.Minimize));

    [Fact]
    public void Of_evaluations_the_last_counts_and_the_first_is_kept()
    {
        var run = RunRecord.Read(_folders.Add("run", 3, [1, 2, 3], [0.25, 0.75]));
        Assert.Equal(0.75, run.Value("eval/pass@1", MetricAt.Tail));
        Assert.Equal([new MetricPoint(0, 0.25), new MetricPoint(3, 0.75)], run.Series("eval/pass@1"));
        Assert.Equal(["eval/pass@1", "reward"], run.Metrics);
    }

    [Fact]
    public void Evaluations_after_the_checkpoint_of_a_resumed_run_are_measured_again()
    {
        _folders.Add("run", 3, [1, 2, 3]);
        _folders.Write("run/events.jsonl", """
            {"event":"started","step":0}
            {"event":"evaluation","step":0,"metrics":{"pass@1":0.1}}
            {"event":"evaluation","step":2,"metrics":{"pass@1":0.2,"lost":1}}
            {"event":"resumed","step":1}
            {"event":"evaluation","step":3,"metrics":{"pass@1":0.3}}

            """);
        var run = RunRecord.Read(_folders.Of("run"));
        Assert.Equal([new MetricPoint(0, 0.1), new MetricPoint(3, 0.3)], run.Series("eval/pass@1"));
        Assert.DoesNotContain("eval/lost", run.Metrics);
    }

    [Fact]
    public void A_last_line_that_is_being_written_does_not_count()
    {
        _folders.Add("run", 3, [1, 2]);
        File.AppendAllText(_folders.Of("run/metrics.jsonl"), """{"step":3,"rew""");
        Assert.Equal(2, RunRecord.Read(_folders.Of("run")).Steps);
    }

    [Fact]
    public void A_damaged_line_is_named()
    {
        _folders.Add("run", 3, [1, 2]);
        _folders.Write("run/metrics.jsonl", "{\"step\":1}\nnonsense\n{\"step\":3}\n");
        var fault = Assert.Throws<InputException>(() => RunRecord.Read(_folders.Of("run")));
        Assert.EndsWith($"metrics.jsonl:2: is not a JSON object", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("solved", true)]
    [InlineData("stopped by the user", false)]
    public void A_run_is_finished_unless_a_person_stopped_it(string? reason, bool finished)
    {
        var run = _folders.Add("run", 3, [1, 2], stopReason: reason);
        Assert.Equal(finished, RunRecord.Read(run).Finished);
        File.Delete(Path.Combine(run, "summary.json"));
        Assert.False(RunRecord.Read(run).Finished);
    }

    [Fact]
    public void A_missing_metric_is_told_with_the_nearest()
    {
        var run = RunRecord.Read(_folders.Add("run", 3, [1], [0.1, 0.2]));
        Assert.EndsWith("has no metric 'rewards'. Did you mean 'reward'? It has: eval/pass@1, reward", run.Missing("rewards").Message, StringComparison.Ordinal);
        Assert.Null(run.Value("rewards", MetricAt.Last));
    }
}
