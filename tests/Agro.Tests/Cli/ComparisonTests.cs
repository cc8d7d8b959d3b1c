using System.Text.Json.Nodes;
using Agro.Cli.Comparison;
using Agro.Engine.Comparison;
using Agro.Tests.Comparison;

namespace Agro.Tests.Cli;

public sealed class ComparisonTests : IDisposable
{
    private readonly RunFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    private RunComparison Compare(params string[] metrics) => RunComparison.Of([.. _folders.Groups()], metrics);

    private void AddTwoGroups()
    {
        foreach (var (seed, value) in new[] { (1, 0.10), (2, 0.14), (3, 0.12) }) _folders.Add($"a{seed}", seed, [0, value], [0, value]);
        foreach (var (seed, value) in new[] { (1, 0.20), (2, 0.22), (3, 0.21) })
            _folders.Add($"b|{seed}", seed, [0, value], [0, value], "algorithm: { use: grpo, beta: 0.1 }", seed == 3 ? "stopped by the user" : null);
    }

    [Fact]
    public void Tables_are_aligned_and_say_what_their_figures_are()
    {
        AddTwoGroups();
        // Half widths: 4.30265 * 0.02 / sqrt(3) = 0.0497 and half of that; differences 0.10, 0.08, 0.09.
        Assert.Equal(
            """
            eval/pass@1, the last evaluation
              group             seeds    mean ± 95 %    min    max  first   last  difference ± 95 %  pairs
              algorithm=agro        3  0.120 ± 0.050  0.100  0.140  0.000  0.120
              algorithm=grpo *      3  0.210 ± 0.025  0.200  0.220  0.000  0.210     +0.090 ± 0.025      3
            ± half the 95 % confidence interval over seeds (Student's t); differences to 'algorithm=agro', paired by seed
            * not finished: b|3

            """.ReplaceLineEndings("\n"), ComparisonText.Table(Compare("eval/pass@1")));
    }

    [Fact]
    public void Markdown_escapes_what_would_end_a_cell()
    {
        _folders.Add("a", 1, [1, 2], recipe: "data: { pattern: 'a|b*' }");
        _folders.Add("b", 1, [1, 3], recipe: "data: { pattern: c }");
        var lines = ComparisonText.Markdown(Compare("reward")).Split('\n');
        Assert.Equal("**reward, the mean of the last tenth of the steps**", lines[0]);
        Assert.Equal("| group | seeds | mean ± 95 % | min | max | first | last | difference ± 95 % | pairs |", lines[2]);
        Assert.Equal(@"| pattern=a\|b\* | 1 | 2.000 | 2.000 | 2.000 | 1.000 | 2.000 |  |  |", lines[4]);
        Assert.Equal("| pattern=c | 1 | 3.000 | 3.000 | 3.000 | 1.000 | 3.000 | +1.000 | 1 |", lines[5]);
    }

    [Fact]
    public void Small_figures_are_written_with_exponents()
    {
        _folders.Add("a", 1, [2.5e-9, 3.5e-9]);
        Assert.Contains("  3.50e-9  3.50e-9  3.50e-9  2.50e-9  3.50e-9", ComparisonText.Table(Compare("reward")), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_holds_every_run_and_the_ends_of_intervals()
    {
        AddTwoGroups();
        var json = JsonNode.Parse(ComparisonJson.Of(Compare("reward", "eval/pass@1")).ToJsonString())!;
        Assert.Equal(("tail", "algorithm=agro"), ((string)json["at"]!, (string)json["baseline"]!));
        Assert.Equal(
            ["1 True 0.2", "2 True 0.22", "3 False 0.21"],
            json["groups"]![1]!["runs"]!.AsArray().Select(run => FormattableString.Invariant($"{(long)run!["seed"]!} {(bool)run["finished"]!} {(double)run["values"]!["reward"]!}")));
        var value = json["metrics"]!["eval/pass@1"]![0]!["value"]!;
        Assert.Equal(0.12 - (4.3026527297 * 0.02 / Math.Sqrt(3)), (double)value["low"]!, 1e-8);
        Assert.Null(json["metrics"]!["eval/pass@1"]![0]!["difference"]);
    }

    [Fact]
    public void Figures_have_a_line_and_a_band_for_each_group()
    {
        AddTwoGroups();
        var plot = ComparisonPlots.Plot(Compare("reward"), "reward");
        Assert.Equal(["algorithm=agro", "algorithm=grpo"], plot.Series.Select(series => series.Label));
        Assert.Equal([1.0, 2], plot.Series[0].Xs);
        Assert.Equal([0, 0.12], plot.Series[0].Ys.Select(y => Math.Round(y, 12)));
        Assert.Equal(0.12 + (4.3026527297 * 0.02 / Math.Sqrt(3)), plot.Series[0].High[1], 1e-8);
        Assert.Equal(0.12 - (4.3026527297 * 0.02 / Math.Sqrt(3)), plot.Series[0].Low[1], 1e-8);
        Assert.Equal("reward: mean over seeds with its 95 % confidence interval", plot.Title);
    }

    [Fact]
    public void Figures_of_single_runs_have_no_bands()
    {
        _folders.Add("a", 1, [1, 2]);
        var plot = ComparisonPlots.Plot(Compare("reward"), "reward");
        Assert.True(Assert.Single(plot.Series).Low.IsEmpty);
        Assert.Equal("reward", plot.Title);
    }
}
