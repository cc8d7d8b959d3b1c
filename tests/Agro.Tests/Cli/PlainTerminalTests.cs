using Agro.Cli.Terminal;
using Agro.Engine;

namespace Agro.Tests.Cli;

public sealed class PlainTerminalTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" }, _error = new() { NewLine = "\n" };

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private PlainTerminal Open() => new(_output, _error, new ManualTime(), stepsPerSample: 5);

    private string[] Lines() => _output.ToString().ReplaceLineEndings("\n").Split('\n');

    [Fact]
    public void A_step_is_one_line()
    {
        using var terminal = Open();
        terminal.Stepped(SampleRun.Step(12) with { Sample = null });
        Assert.Equal(
            ["step 12/60  reward 0.531 ±0.42  kl 0.0031  entropy 0.42  loss -0.0012  grad_norm 0.83  len 21.3  1.21 s  eta 1m02s", ""], Lines());
    }

    [Fact]
    public void The_first_step_and_every_fifth_after_it_show_a_sample()
    {
        using var terminal = Open();
        for (var step = 3; step <= 13; step++) terminal.Stepped(SampleRun.Step(step, $"answer of step {step}"));
        Assert.Equal(["  completion  answer of step 3", "  completion  answer of step 8", "  completion  answer of step 13"],
            Lines().Where(line => line.Contains("completion", StringComparison.Ordinal)));
    }

    [Fact]
    public void Evaluations_after_the_first_show_the_difference()
    {
        using var terminal = Open();
        terminal.Evaluated(SampleRun.Evaluation(0, 0.25));
        terminal.Evaluated(SampleRun.Evaluation(50, 0.5));
        Assert.Equal(["evaluation after step 0 on 200 prompts  pass@1 0.250", "evaluation after step 50 on 200 prompts  pass@1 0.500 (+0.250)", ""], Lines());
    }

    [Fact]
    public void Warnings_go_to_the_error_output_and_notes_do_not()
    {
        using var terminal = Open();
        terminal.Note("saved");
        terminal.Warn("a.csx:3:1: bad\nsecond line\e[2J");
        Assert.Equal("note: saved\n", _output.ToString().ReplaceLineEndings("\n"));
        Assert.Equal("warning: a.csx:3:1: bad\n  second line␛[2J\n", _error.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Nothing_that_a_policy_samples_gets_through_as_a_control_character()
    {
        using var terminal = Open();
        terminal.Started(SampleRun.Start with { Name = SampleRun.Malicious, Policy = SampleRun.Malicious });
        terminal.Stepped(SampleRun.Step(1, string.Concat(Enumerable.Repeat(SampleRun.Malicious, 100))));
        terminal.Evaluated(SampleRun.Evaluation(1, 1, SampleRun.Malicious));
        terminal.Ended(SampleRun.Summary(12, SampleRun.Malicious));
        Assert.DoesNotContain(_output.ToString(), character => char.IsControl(character) && character is not ('\r' or '\n'));
        Assert.All(Lines(), line => Assert.InRange(line.Length, 0, 400));
    }

    [Fact]
    public void A_finished_run_is_summed_up()
    {
        using var terminal = Open();
        terminal.Ended(SampleRun.Summary());
        Assert.Equal(
            [
                "60 steps done in 1m02s",
                "  evaluation (200 prompts)      before     after  difference",
                "  pass@1                         0.250     0.500      +0.250",
                "  maj@4                          0.500     0.375      -0.125",
                "  phases      generating 30.00 s (75 %), scoring 10.00 s (25 %)",
                "  run folder  /data/runs/gsm8k-agro-1",
                "  checkpoint  /data/runs/gsm8k-agro-1/checkpoints/step-60",
                "",
            ],
            Lines());
    }

    [Fact]
    public void A_run_that_was_stopped_says_how_to_go_on()
    {
        var text = SummaryText.Of(SampleRun.Summary(12, "interrupted") with { Directory = "/data/my runs/a", Before = null });
        Assert.StartsWith("ended after 12 of 60 steps in 1m02s: interrupted", text, StringComparison.Ordinal);
        Assert.Contains("--resume --output '/data/my runs/a'", text, StringComparison.Ordinal);
        Assert.Contains("pass@1                             -     0.500", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_evaluation_is_not_compared_with_itself()
    {
        var only = new Dictionary<string, double> { ["pass@1"] = 0.25 };
        Assert.Contains("  pass@1                         0.250         -", SummaryText.Of(SampleRun.Summary() with { Before = only, After = only }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("completions/mean_length", 40, "completions/mean_length")]
    [InlineData("completions/mean_length", 12, "mean_length")]
    [InlineData("rewards/final-answer/mean", 10, "final-ans…")]
    [InlineData("reward", 3, "re…")]
    public void A_metric_loses_its_area_before_its_name(string name, int width, string label) => Assert.Equal(label, KeyMetrics.Label(name, width));

    [Fact]
    public void A_new_version_is_told_and_one_that_is_refused_is_a_warning()
    {
        using var terminal = Open();
        terminal.Swapped(new(12, SwapOutcome.Swapped, "bin/My.dll", "1.0 aa -> 1.1 bb from step 13 on (rewards/my)\nrewards/my: 8 completions"));
        terminal.Swapped(new(12, SwapOutcome.Refused, "hook.csx", "hook.csx:2:1: CS1002 ; expected\naa stays in use"));
        Assert.Equal(["swapped bin/My.dll: 1.0 aa -> 1.1 bb from step 13 on (rewards/my)", "  rewards/my: 8 completions", ""], Lines());
        Assert.Equal("warning: new version refused: hook.csx:2:1: CS1002 ; expected\n  aa stays in use\n", _error.ToString());
    }
}
