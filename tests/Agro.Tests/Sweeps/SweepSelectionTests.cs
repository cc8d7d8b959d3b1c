using System.Collections.Immutable;
using Agro.Engine.Comparison;
using Agro.Engine.Sweeps;
using Agro.Tests.Comparison;

namespace Agro.Tests.Sweeps;

public sealed class SweepSelectionTests : IDisposable
{
    private readonly RunFolders _folders = new();
    private readonly List<(SweepRun Run, RunRecord Record)> _tried = [];

    public void Dispose() => _folders.Dispose();

    private static SweepPoint Point(string variant, string value) => new() { Variant = variant, Choices = [new("x", value)], Label = $"{variant} x={value}" };

    private void Add(SweepPoint point, params double[] rewards)
    {
        for (var i = 0; i < rewards.Length; i++)
        {
            var directory = _folders.Add($"{point.Label}-{i}", i, [rewards[i]]);
            _tried.Add((new SweepRun { Point = point, Seed = i, Directory = directory, Recipe = "" }, RunRecord.Read(directory)));
        }
    }

    private string[] Choose(MetricGoal goal = MetricGoal.Maximize, string metric = "reward", IEnumerable<SweepRun>? missing = null)
    {
        ImmutableArray<SweepRun> runs = [.. _tried.Select(item => item.Run), .. missing ?? []];
        return [.. SweepSelection.Choose(new SweepTuning(metric, goal, MetricAt.Last, runs), _tried).Select(selected => selected.Describe("reward"))];
    }

    [Fact]
    public void Each_variant_gets_the_point_with_the_best_mean_over_seeds()
    {
        Add(Point("a", "1"), 0.9, 0.1);
        Add(Point("a", "2"), 0.6, 0.6);
        Add(Point("b", "1"), 0.2, 0.4);
        Add(Point("b", "2"), 0.1, 0.1);
        Assert.Equal(["chosen: a x=2  reward 0.6, best of 2", "chosen: b x=1  reward 0.3, best of 2"], Choose());
        Assert.Equal(["chosen: a x=1  reward 0.5, best of 2", "chosen: b x=2  reward 0.1, best of 2"], Choose(MetricGoal.Minimize));
    }

    [Fact]
    public void Of_equal_points_the_first_is_taken()
    {
        Add(Point("a", "1"), 0.5);
        Add(Point("a", "2"), 0.5);
        Assert.Equal(["chosen: a x=1  reward 0.5, best of 2"], Choose());
    }

    [Fact]
    public void A_point_of_which_a_run_failed_is_not_compared()
    {
        var lucky = Point("a", "1");
        Add(lucky, 0.9);
        Add(Point("a", "2"), 0.5);
        var failed = new SweepRun { Point = lucky, Seed = 9, Directory = "", Recipe = "" };
        Assert.Equal(["chosen: a x=2  reward 0.5, best of 1"], Choose(missing: [failed]));
    }

    [Fact]
    public void A_metric_that_was_not_measured_is_told()
    {
        Add(Point("a", "1"), 0.5);
        var fault = Assert.Throws<InputException>(() => Choose(metric: "rewart"));
        Assert.EndsWith("has no metric 'rewart'. Did you mean 'reward'? It has: reward", fault.Message, StringComparison.Ordinal);
    }
}
