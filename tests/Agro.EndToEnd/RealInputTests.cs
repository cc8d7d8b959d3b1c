using System.Text.Json;
using Agro.EndToEnd.Commands;
using Agro.Tests;

namespace Agro.EndToEnd;

/// <summary>The program on real data and a real language model.</summary>
[Trait("Input", "real")]
public sealed class RealInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Agro_lifts_a_shaped_reward_on_the_text_of_gsm8k()
    {
        var run = _folder.Of("run");
        (await RunAsync("gsm8k-shaped.yaml", run, "training.steps=16", "eval.every=0", "eval.prompts=50")).Expect(0);
        var evaluation = Summary(run).GetProperty("evaluation");
        var (before, after) = (Reward("before"), Reward("after"));
        Assert.InRange(before, 0.03, 0.2);
        Assert.True(after > before + 0.15, $"reward over 50 held-out prompts: {before} -> {after}");
        Assert.Equal(50, evaluation.GetProperty("prompts").GetInt32());

        double Reward(string when) => evaluation.GetProperty(when).GetProperty("reward").GetDouble();
    }

    [Fact]
    public async Task Problems_that_do_not_fit_into_the_model_are_left_out_and_counted()
    {
        var run = _folder.Of("run");
        var result = (await RunAsync(
            "gsm8k.yaml", run, "training.steps=2", "training.warmup_steps=0", "rollouts.prompts_per_step=4", "rollouts.group_size=2",
            "rollouts.max_tokens=300", "eval.prompts=16", "eval.max_tokens=300")).Expect(0);
        Assert.Matches(@"warning: data\.eval: left out [0-9]+ of the first [0-9]+ prompts: prompt '[0-9]+' has [0-9]+ tokens, which with 300 of a completion exceed the model's 512 positions", result.Error);
        Assert.Matches(@"warning: data\.train: prompt '[0-9]+' has [0-9]+ tokens, which with 300 .*: such prompts are left out, and counted in prompts/too_long", result.Error);
        Assert.Equal(2 * 4 * 2, Rows.Read(Path.Combine(run, "rollouts.jsonl")).Count);
        Assert.True(Rows.Read(Path.Combine(run, "metrics.jsonl")).Sum(row => row.GetProperty("prompts/too_long").GetDouble()) > 0);
        var evaluations = Rows.Read(Path.Combine(run, "events.jsonl")).Where(row => row.Text("event") == "evaluation").ToList();
        Assert.All(evaluations, row => Assert.True(row.GetProperty("prompts_too_long").GetInt32() > 0));
    }

    private static Task<ProcessResult> RunAsync(string recipe, string output, params string[] sets) => AgroHost.RunAsync(new ProcessStart
    {
        Arguments =
        [
            "run", Path.Combine(AgroHost.Repository, "recipes", recipe), "--plain", "--output", output, .. Gsm8k.Sets,
            .. sets.SelectMany(set => new[] { "--set", set }),
        ],
        Timeout = TimeSpan.FromMinutes(5),
    });

    private static JsonElement Summary(string run) => JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "summary.json"))).RootElement;
}
