using System.Text.Json.Nodes;
using Agro.EndToEnd.BadInput;

namespace Agro.EndToEnd.Commands;

public sealed class CompareTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private async Task RunAsync(string output, params string[] sets)
    {
        _folder.Output = output;
        (await _folder.RunAsync([.. sets.SelectMany(set => new[] { "--set", set })])).Expect(0);
    }

    [Fact]
    public async Task Runs_are_grouped_over_seeds_tabulated_and_drawn()
    {
        foreach (var seed in new[] { "1", "2" })
        {
            await RunAsync($"runs/low-{seed}", $"seed={seed}", "training.learning_rate=0.001");
            await RunAsync($"runs/high-{seed}", $"seed={seed}", "training.learning_rate=0.01");
        }

        var result = (await _folder.HostAsync("compare", "runs/low-*", "runs/high-1", "runs/high-2", "--metric", "reward", "--metric", "entropy", "--at", "last", "-o", "out")).Expect(0);
        Assert.Equal("reward, the last step", result.Lines[0]);
        Assert.Matches("^  group +seeds +mean ± 95 % +min +max +first +last +difference ± 95 % +pairs$", result.Lines[1]);
        Assert.StartsWith("  learning_rate=0.001      2 ", result.Lines[2], StringComparison.Ordinal);
        Assert.Matches(@"^  learning_rate=0\.01 +2 .* [+-][0-9.]+ ± [0-9.]+ +2$", result.Lines[3]);
        Assert.Equal("± half the 95 % confidence interval over seeds (Student's t); differences to 'learning_rate=0.001', paired by seed", result.Lines[^1]);
        string[] files = ["compare.json", "entropy.png", "entropy.svg", "reward.png", "reward.svg", "table.md"];
        Assert.Equal(files, Directory.GetFiles(_folder.Of("out")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await File.ReadAllBytesAsync(_folder.Of("out/reward.png"), TestContext.Current.CancellationToken))[..4]);
        var svg = await File.ReadAllTextAsync(_folder.Of("out/reward.svg"), TestContext.Current.CancellationToken);
        Assert.Contains("learning_rate=0.01", svg, StringComparison.Ordinal);

        var json = JsonNode.Parse((await _folder.HostAsync("compare", "runs", "--metric", "reward", "--format", "json", "--baseline", "learning_rate=0.001")).Expect(0).Output)!;
        var group = json["metrics"]!["reward"]!.AsArray().Single(entry => (string)entry!["label"]! == "learning_rate=0.01")!;
        Assert.Equal((2, 2), ((int)group["value"]!["seeds"]!, (int)group["difference"]!["seeds"]!));
        var markdown = (await _folder.HostAsync("compare", "runs", "--metric", "reward", "--format", "markdown", "--group-by", "seed")).Expect(0);
        Assert.Contains("| seed=1 | 1 | ", markdown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_drawn_against_a_number_of_the_recipe()
    {
        foreach (var staleness in new[] { "0", "2" }) await RunAsync($"runs/late-{staleness}", $"rollouts.staleness={staleness}");
        var result = (await _folder.HostAsync("compare", "runs", "--metric", "reward", "--against", "rollouts.staleness", "-o", "out")).Expect(0);
        Assert.Matches("^  staleness=0 +1 ", result.Lines[2]);
        Assert.Matches("^  staleness=2 +1 ", result.Lines[3]);
        Assert.True(File.Exists(_folder.Of("out/reward-against-rollouts.staleness.png")));
        var svg = await File.ReadAllTextAsync(_folder.Of("out/reward-against-rollouts.staleness.svg"), TestContext.Current.CancellationToken);
        Assert.Contains("rollouts.staleness", svg, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_compared_is_told()
    {
        await RunAsync("runs/one");
        await ExpectAsync("no run has a metric 'rewad'. Did you mean 'reward'? The metrics are: ", "runs", "--metric", "rewad");
        await ExpectAsync("no group is 'x'. The groups are: 'tiny'\n", "runs", "--baseline", "x");
        await ExpectAsync("runs/onn: no such folder. Did you mean 'one'?\n", "runs/onn");
        await ExpectAsync("Argument 'first' not recognized. Must be one of:", "runs", "--at", "first");

        async Task ExpectAsync(string start, params string[] arguments) =>
            Assert.StartsWith(start, (await _folder.HostAsync(["compare", .. arguments])).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_was_cut_short_is_marked()
    {
        await RunAsync("runs/one");
        File.Delete(_folder.Of("runs/one/summary.json"));
        var result = (await _folder.HostAsync("compare", "runs/one")).Expect(0);
        Assert.StartsWith("  tiny * ", result.Lines[2], StringComparison.Ordinal);
        Assert.Contains("* not finished: one", result.Lines);
        Assert.Contains("one seed each: there is no interval", result.Lines);
    }
}
