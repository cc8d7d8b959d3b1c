using Agro.Engine.Comparison;

namespace Agro.Tests.Comparison;

public sealed class RunTrendTests : IDisposable
{
    private readonly RunFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    private void Add(string algorithm, int staleness, int seed, double reward) => _folders.Add(
        $"{algorithm}-{staleness}-{seed}", seed, [0, reward], recipe: $"algorithm: {{ use: {algorithm} }}\nrollouts: {{ staleness: {staleness} }}");

    [Fact]
    public void A_trend_has_a_point_for_each_number_in_order_with_its_seeds()
    {
        foreach (var (staleness, reward) in new[] { (16, 0.3), (0, 0.8), (4, 0.6) })
        {
            Add("agro", staleness, 1, reward);
            Add("agro", staleness, 2, reward + 0.1);
        }

        Add("grpo", 4, 1, 0.5);
        var trends = RunTrend.Of([.. _folders.Groups("algorithm.use")], "rollouts.staleness", "reward", MetricAt.Last);
        Assert.Equal(["algorithm=agro", "algorithm=grpo"], trends.Select(trend => trend.Label));
        Assert.Equal([0.0, 4, 16], trends[0].Points.Select(point => point.X));
        Assert.Equal([0.85, 0.65, 0.35], trends[0].Points.Select(point => point.Statistics.Mean), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.All(trends[0].Points, point => Assert.Equal(2, point.Statistics.Count));
        Assert.Null(Assert.Single(trends[1].Points).Statistics.HalfWidth);
    }

    [Fact]
    public void Groups_are_sorted_by_line_and_number()
    {
        foreach (var staleness in new[] { 16, 0, 4 })
        {
            Add("grpo", staleness, 1, 0.5);
            Add("agro", staleness, 1, 0.5);
        }

        var sorted = RunTrend.Sort([.. _folders.Groups("algorithm.use", "rollouts.staleness")], [.. _folders.Groups("algorithm.use")], "rollouts.staleness");
        Assert.Equal(
            ["algorithm=agro staleness=0", "algorithm=agro staleness=4", "algorithm=agro staleness=16", "algorithm=grpo staleness=0", "algorithm=grpo staleness=4", "algorithm=grpo staleness=16"],
            sorted.Select(group => group.Label));
    }

    [Fact]
    public void A_recipe_without_the_number_is_named()
    {
        Add("agro", 4, 1, 0.5);
        var groups = _folders.Groups("algorithm.use");
        var fault = Assert.Throws<InputException>(() => RunTrend.Of([.. groups], "algorithm.use", "reward", MetricAt.Last));
        Assert.EndsWith("agro-4-1: its recipe has no number at 'algorithm.use', but 'agro'", fault.Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => RunTrend.Of([.. groups], "replay.capacity", "reward", MetricAt.Last));
    }
}
