using System.Collections.Immutable;
using Agro.Engine.Comparison;

namespace Agro.Tests.Comparison;

public sealed class RunComparisonTests : IDisposable
{
    private const string Grpo = "algorithm: { use: grpo, beta: 0.1 }";
    private readonly RunFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    private ImmutableArray<RunGroup> Groups(params string[] by) => [.. _folders.Groups(by)];

    [Fact]
    public void Differences_are_paired_by_seed_and_only_common_seeds_count()
    {
        foreach (var (seed, value) in new[] { (1, 0.1), (2, 0.5), (3, 0.3), (9, 0.9) }) _folders.Add($"a{seed}", seed, [0, value]);
        foreach (var (seed, value) in new[] { (1, 0.3), (2, 0.6), (3, 0.6), (8, 0.0) }) _folders.Add($"b{seed}", seed, [0, value], recipe: Grpo);
        var comparison = RunComparison.Of(Groups(), ["reward"], MetricAt.Last);
        var (agro, grpo) = (comparison.Metrics[0].Groups[0], comparison.Metrics[0].Groups[1]);
        Assert.Equal((4, 0.45), (agro.Value!.Count, Math.Round(agro.Value.Mean, 12)));
        Assert.Null(agro.Difference);
        // Differences 0.2, 0.1 and 0.3: mean 0.2, deviation 0.1, t with 2 degrees 4.30265.
        Assert.Equal(3, grpo.Difference!.Count);
        Assert.Equal(0.2, grpo.Difference.Mean, 1e-12);
        Assert.Equal(4.3026527297 * 0.1 / Math.Sqrt(3), grpo.Difference.HalfWidth!.Value, 1e-8);
        Assert.Equal((0.0, 0.375), (grpo.First!.Value, Math.Round(grpo.Last!.Value, 12)));
    }

    [Fact]
    public void Another_baseline_turns_the_difference_around()
    {
        _folders.Add("a1", 1, [0.1]);
        _folders.Add("b1", 1, [0.4], recipe: Grpo);
        var comparison = RunComparison.Of(Groups(), ["reward"], baseline: "algorithm=grpo");
        Assert.Equal(-0.3, comparison.Metrics[0].Groups[0].Difference!.Mean, 1e-12);
        Assert.Null(comparison.Metrics[0].Groups[1].Difference);
        var fault = Assert.Throws<InputException>(() => RunComparison.Of(Groups(), ["reward"], baseline: "algorithm=grppo"));
        Assert.Equal("no group is 'algorithm=grppo'. Did you mean 'algorithm=grpo'? The groups are: 'algorithm=agro', 'algorithm=grpo'", fault.Message);
    }

    [Fact]
    public void Without_names_the_metrics_of_evaluations_and_the_reward_are_compared()
    {
        _folders.Add("a1", 1, [0.1], [0.2, 0.3]);
        Assert.Equal(["eval/pass@1", "reward"], RunComparison.Of(Groups(), []).Metrics.Select(metric => metric.Metric));
    }

    [Fact]
    public void A_metric_that_no_run_has_is_told_and_one_that_some_have_is_not()
    {
        _folders.Add("a1", 1, [0.1], [0.2, 0.3]);
        _folders.Add("b1", 1, [0.4], recipe: Grpo);
        var fault = Assert.Throws<InputException>(() => RunComparison.Of(Groups(), ["eval/pass@2"]));
        Assert.Equal("no run has a metric 'eval/pass@2'. Did you mean 'eval/pass@1'? The metrics are: eval/pass@1, reward", fault.Message);
        Assert.Equal(2, fault.ExitCode);
        var groups = RunComparison.Of(Groups(), ["eval/pass@1"]).Metrics[0].Groups;
        Assert.Equal(0.3, groups[0].Value!.Mean);
        Assert.Equal((null, null, null), (groups[1].Value, groups[1].First, groups[1].Difference));
    }

    [Fact]
    public void Several_runs_of_a_seed_count_as_one_with_their_mean()
    {
        _folders.Add("a1", 1, [0.2], recipe: "algorithm: { use: agro, beta: 0.1 }");
        _folders.Add("a2", 1, [0.4], recipe: "algorithm: { use: agro, beta: 0.2 }");
        _folders.Add("a3", 2, [0.5], recipe: "algorithm: { use: agro, beta: 0.2 }");
        var group = Assert.Single(RunComparison.Of(Groups("algorithm.use"), ["reward"]).Metrics[0].Groups);
        Assert.Equal((3, 2, 0.4), (group.Group.Runs.Length, group.Value!.Count, Math.Round(group.Value.Mean, 12)));
    }

    [Fact]
    public void A_curve_has_the_steps_that_all_runs_have()
    {
        _folders.Add("a1", 1, [1, 2, 3, 4]);
        _folders.Add("a2", 2, [3, 4, 5], stopReason: "solved");
        var curve = Assert.Single(Groups()).Curve("reward");
        Assert.Equal([(1, 2.0, 2), (2, 3.0, 2), (3, 4.0, 2)], curve.Select(point => (point.Step, point.Statistics.Mean, point.Statistics.Count)));
        Assert.Equal(12.7062047362, curve[0].Statistics.HalfWidth!.Value, 1e-8);
    }
}
