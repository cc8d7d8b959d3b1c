using System.Text.Json;
using System.Text.RegularExpressions;

namespace Agro.EndToEnd.Commands;

public class BenchTests
{
    private static readonly string[] Sections = ["decode", "training", "steps"];

    [Fact]
    public async Task Json_is_one_object_of_positive_figures()
    {
        var result = (await AgroHost.RunAsync("bench", "--shape", "tiny", "--quick", "--threads", "1", "--json")).Expect(0);
        var report = JsonDocument.Parse(Assert.Single(result.Lines)).RootElement;
        Assert.Equal(1, report.GetProperty("machine").GetProperty("torch_threads").GetInt32());
        Assert.All(Sections, section => Assert.All(report.GetProperty(section).EnumerateArray(), Positive));
        string[] figures = ["prefill_tokens_per_second", "decode_tokens_per_second", "decode_share_of_limit", "choice_share", "decode_gigabytes"];
        Assert.All(report.GetProperty("decode").EnumerateArray(), row => Assert.All(figures, name => Assert.True(row.GetProperty(name).GetDouble() > 0)));
        Assert.Contains(report.GetProperty("decode").EnumerateArray(), row => row.GetProperty("times_linear").ValueKind == JsonValueKind.Number);
        string[] phases = ["forward_seconds", "log_probs_seconds", "backward_seconds", "optimizer_seconds", "tokens_per_second", "share_of_peak", "times_eager"];
        var training = Assert.Single(report.GetProperty("training").EnumerateArray());
        Assert.All(phases, name => Assert.True(training.GetProperty(name).GetDouble() > 0));
        string[] parts = ["generation_seconds", "reference_seconds", "forward_seconds", "backward_seconds", "optimizer_seconds", "rest_seconds", "rest_share", "times_eager"];
        var step = Assert.Single(report.GetProperty("steps").EnumerateArray());
        Assert.All(parts, name => Assert.True(step.GetProperty(name).GetDouble() > 0));
    }

    /// <summary>But for what may be nothing: a drift, a spread, what other processes did.</summary>
    private static void Positive(JsonElement row) => Assert.All(row.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.Number),
        field => Assert.True(field.Value.GetDouble() > 0, $"{field.Name} is {field.Value}"));

    [Fact]
    public async Task Tables_say_what_the_columns_are_and_progress_goes_elsewhere()
    {
        var result = (await AgroHost.RunAsync("bench", "--shape", "tiny", "--quick", "--threads", "1", "--cases", "gemm,train")).Expect(0);
        Assert.Contains(result.Lines, line => Regex.IsMatch(line, @"^linear 1536 x 1536 x 1536 +[0-9.]+ GFLOP/s \+- [0-9.]+ %( noisy)?$"));
        Assert.Contains(result.Lines, line => Regex.IsMatch(line, @"^the same as convolution +[0-9.]+ GFLOP/s"));
        Assert.Contains(result.Lines, line => Regex.IsMatch(line, @"^  tokens +forward +log-probs +backward +optimizer +step +x eager +tok/s +of peak"));
        Assert.Contains(result.Lines, line => line.StartsWith("  4 x 16 ", StringComparison.Ordinal));
        Assert.DoesNotContain("RL step", result.Output, StringComparison.Ordinal);
        Assert.Contains("tiny: training step", result.Error, StringComparison.Ordinal);
        Assert.All(result.Lines, line => Assert.True(line.Length <= 120, line));
    }

    [Theory]
    [InlineData("--cases", "gemm,tran", "--cases: 'tran' is none of gemm, decode, train, step")]
    [InlineData("--threads", "0", "--threads must be from 1 to ")]
    [InlineData("--threads", "1 --processor-time --cases no", "--cases: 'no'")]
    [InlineData("--threads", "2 --processor-time", "--processor-time needs --threads 1")]
    [InlineData("--shape", "l", "'both'")]
    public async Task What_cannot_be_measured_is_refused_with_what_can(string option, string value, string message)
    {
        var result = (await AgroHost.RunAsync(["bench", option, .. value.Split(' ')])).Expect(2);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}
