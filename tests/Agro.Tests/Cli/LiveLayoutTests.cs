using Agro.Cli.Terminal;
using Spectre.Console;

namespace Agro.Tests.Cli;

public class LiveLayoutTests
{
    private static string[] Rows(RunView view, int width, int height)
    {
        var device = new TerminalDevice(TextWriter.Null, () => new(width, height), ColorSystemSupport.NoColors);
        var frame = LiveLayout.Build(view, TimeSpan.FromSeconds(50), new(width, height));
        Assert.InRange(frame.Lines.Count, 0, height);
        return device.Text(frame, width).Replace("\e[0m", "", StringComparison.Ordinal).Replace("\e[1m", "", StringComparison.Ordinal)
            .Replace("\e[2m", "", StringComparison.Ordinal).Split('\n');
    }

    private static RunView Friendly()
    {
        var view = new RunView { Start = SampleRun.Start, Phase = "generating", PhaseSince = TimeSpan.FromSeconds(47) };
        for (var step = 1; step <= 30; step++) view = view.With(SampleRun.Step(step, reward: step / 60.0), TimeSpan.FromSeconds(step));
        return view.With(SampleRun.Evaluation(0, 0.25)).With(SampleRun.Evaluation(30, 0.375))
            .WithNote("checkpoint after step 30", isWarning: false).WithNote("reward.dll: it threw", isWarning: true);
    }

    [Fact]
    public void Eighty_by_twenty_four_shows_everything_that_matters()
    {
        var rows = Rows(Friendly(), 80, 24);
        var screen = string.Join('\n', rows);
        Assert.Matches("^gsm8k-agro .* step 30/60$", rows[0]);
        Assert.EndsWith(" 50 %", rows[3], StringComparison.Ordinal);
        Assert.Equal("generating 3s  60 steps/min  50s so far  42s left  1 warning", rows[4]);
        string[] expected =
        [
            "reward 0.500 ±0.42", "kl 0.0031", "entropy 0.42", "grad_norm 0.83", "loss -0.0012", "learning_rate 1e-06", "length 21.3", "clipped 0.05",
            "tokens/s 1234", "█", "evaluation after step 30 on 200 prompts", "pass@1 0.375 +0.125", "What is 6 * 7?", "6 * 7 = 42", "reward 1.000, answer 42, found 42, 3 tokens, stop",
            "· checkpoint after step 30", "! reward.dll: it threw",
        ];
        Assert.All(expected, text => Assert.Contains(text, screen, StringComparison.Ordinal));
    }

    [Fact]
    public void Before_the_first_step_the_components_are_shown()
    {
        var rows = Rows(new RunView { Start = SampleRun.Start }, 80, 24);
        Assert.Contains(SampleRun.Start.Components[0], rows);
        Assert.DoesNotContain(rows, row => row.StartsWith("metrics", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_row_fits_every_window_whatever_the_contents()
    {
        RunView[] views =
        [
            new(), Friendly(), SampleRun.ViewOf(""), SampleRun.ViewOf(SampleRun.Malicious), SampleRun.ViewOf(new string('\u200d', 5000)),
            SampleRun.ViewOf(new string('字', 3000)), SampleRun.ViewOf(string.Concat(Enumerable.Repeat(SampleRun.Malicious, 300))), SampleRun.ViewOf(new string('\n', 4000)),
            SampleRun.ViewOf(new string('\u1160', 5000)), SampleRun.ViewOf(string.Concat(Enumerable.Repeat("👨‍👩‍👧", 2000))),
        ];
        foreach (var view in views)
        {
            foreach (var (width, height) in new[] { (1, 1), (2, 3), (7, 50), (20, 10), (40, 12), (80, 24), (81, 29), (140, 40), (300, 100) })
            {
                foreach (var row in Rows(view, width, height))
                {
                    Assert.InRange(Cells.Width(row), 0, width);
                    Assert.DoesNotContain(row, char.IsControl);
                }
            }
        }
    }

    [Fact]
    public void A_long_completion_shows_its_beginning_and_its_end()
    {
        var view = new RunView().With(SampleRun.Step(1, "BEGIN " + new string('x', 50_000) + " #### 72"), TimeSpan.Zero);
        var screen = string.Join('\n', Rows(view, 80, 24));
        Assert.Contains("BEGIN", screen, StringComparison.Ordinal);
        Assert.Contains("#### 72", screen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_conversation_is_shown_turn_by_turn()
    {
        var (prompt, rollout) = SampleRun.Sample("4");
        prompt = prompt with { Messages = [new(Role.System, "Be brief."), new(Role.User, "2 + 2?")] };
        Assert.Equal("system: Be brief.\nuser: 2 + 2?", SampleText.Of(prompt));
    }

    [Fact]
    public void The_last_sample_stays_when_a_step_brings_none()
    {
        var view = new RunView().With(SampleRun.Step(1, "kept"), TimeSpan.Zero).With(SampleRun.Step(2) with { Sample = null }, TimeSpan.Zero);
        Assert.Equal("kept", view.Step!.Sample!.Value.Rollout.Completion.Text);
    }
}
