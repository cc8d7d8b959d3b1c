using System.Text.Json;
using Agro.Engine.Benchmarks;

namespace Agro.Tests.Benchmarks;

public class HostBenchmarkTests
{
    private static readonly BenchmarkCases All = BenchmarkCases.Decode | BenchmarkCases.Train | BenchmarkCases.Step;

    private static BenchmarkReport Run(BenchmarkCases cases) =>
        HostBenchmark.Run(new([BenchmarkOptions.Tiny], cases, 1, Quick: true), new(1, 0, 0), _ => { }, CancellationToken.None);

    [Fact]
    public void Every_ratio_is_that_of_the_figures_beside_it()
    {
        var report = Run(All);
        Assert.Equal([("agro", 1), ("agro", 8), ("libtorch", 8), ("linear", 8)], report.Decode.Select(row => (row.Decoder, row.Batch)));
        Assert.All(report.Decode, row =>
        {
            Assert.Equal(row.Batch * 8 / row.DecodeSeconds, row.DecodeTokensPerSecond, 6);
            Assert.Equal(row.Batch * 8 / row.PrefillSeconds, row.PrefillTokensPerSecond, 6);
            var limit = Math.Max(row.DecodeGigaflop / row.Conditions.GemmGigaflops, row.DecodeGigabytes / row.Conditions.ReadGigabytes);
            Assert.Equal(limit / row.DecodeSeconds, row.DecodeShareOfLimit, 12);
            Assert.True(0 < row.ChoiceSeconds && row.ChoiceSeconds < row.DecodeSeconds && row.DecodeSeconds + row.PrefillSeconds < row.Spread.Median);
        });
        var linear = report.Decode.Single(row => row.Decoder == "linear").DecodeSeconds;
        Assert.Equal([null, linear / report.Decode[1].DecodeSeconds, linear / report.Decode[2].DecodeSeconds, null], report.Decode.Select(row => row.TimesLinear));

        var training = Assert.Single(report.Training);
        Assert.Equal(training.ForwardSeconds + training.LogProbsSeconds + training.BackwardSeconds + training.OptimizerSeconds, training.StepSeconds, 12);
        Assert.Equal(training.Gigaflop / training.StepSeconds / training.Conditions.GemmGigaflops, training.ShareOfPeak, 12);
        Assert.Equal(64 / training.StepSeconds, training.TokensPerSecond, 6);

        var step = Assert.Single(report.Steps);
        // The rest is what is missing to the whole, so that the parts add up to it.
        Assert.Equal(step.Spread.Median, step.StepSeconds, 9);
        Assert.Equal(step.RestSeconds / step.StepSeconds, step.RestShare, 12);
        Assert.True(step.RestSeconds > 0);
    }

    [Fact]
    public void The_machine_alone_is_measured_where_nothing_else_is_asked_for()
    {
        var report = Run(BenchmarkCases.None);
        Assert.True(report.Limits.GemmGigaflops.Median > 0 && report.Limits.ReadGigabytes.Median > 0);
        Assert.Empty(report.Models);
        Assert.Equal((1, 1, "float32"), (report.Machine.TorchThreads, report.Machine.DecoderThreads, report.Machine.Type));
    }

    [Fact]
    public void Json_has_the_names_of_the_records_in_snake_case()
    {
        var json = JsonDocument.Parse(Run(BenchmarkCases.Train).ToJson()).RootElement;
        var row = json.GetProperty("training")[0];
        Assert.True(row.GetProperty("share_of_peak").GetDouble() > 0);
        Assert.True(row.GetProperty("conditions").GetProperty("peak_megabytes").GetDouble() > 10);
        Assert.Equal("tiny", json.GetProperty("models")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void Conditions_are_means_and_drift_is_the_larger_difference()
    {
        var conditions = SectionConditions.Of(Limits(100, 20), Limits(110, 26), 5);
        Assert.Equal((105, 23), (conditions.GemmGigaflops, conditions.ReadGigabytes));
        Assert.Equal(6.0 / 23, conditions.Drift, 12);
        Assert.True(conditions.HasDrifted);
        Assert.False(SectionConditions.Of(Limits(100, 20), Limits(109, 21), 5).HasDrifted);

        static MachineLimits Limits(double gemm, double read) => new(new(gemm, gemm, gemm, 3, 3, 0), new(read, read, read, 3, 3, 0));
    }
}
