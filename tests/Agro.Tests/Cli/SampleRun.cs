using System.Collections.Immutable;
using Agro.Cli.Terminal;
using Agro.Engine;

namespace Agro.Tests.Cli;

/// <summary>A run to show: friendly, or with everything in it that a policy might sample to spoil a terminal.</summary>
internal static class SampleRun
{
    public const string Malicious =
        "[red]not markup[/] [[ ]] \e[31mescape\e[2J\e]0;title\a \u202ertl\u202c zero\u200bwidth\u2060 漢字 🎉👨‍👩‍👧 a\u0301\u0301\u0301\u0301\u0301\0\b\r\n\t\u0085\u2028\ud800 ";

    public static RunStart Start { get; } = new(
        "gsm8k-agro", "/data/runs/gsm8k-agro-1", "models/tiny: 4.5 M parameters, float32, cpu", ["algorithm agro (Agro.Plugins.PolicyGradients 0.1.0)"], 0, 60);

    public static Dictionary<string, double> Metrics(double reward) => new()
    {
        ["reward"] = reward,
        ["reward_std"] = 0.42,
        ["kl"] = 0.0031,
        ["entropy"] = 0.42,
        ["grad_norm"] = 0.83,
        ["loss"] = -0.0012,
        ["learning_rate"] = 1e-6,
        ["completions/mean_length"] = 21.3,
        ["completions/clipped_ratio"] = 0.05,
        ["generation/tokens_per_second"] = 1234.5,
        ["step_time"] = 1.21,
    };

    public static StepReport Step(long step, string completion = "6 * 7 = 42", double reward = 0.531) => new(
        step, 60, Metrics(reward), Sample(completion), TimeSpan.FromSeconds(62));

    public static (Prompt, Rollout) Sample(string completion, string prompt = "What is 6 * 7?", string answer = "42") => (
        new Prompt { Id = "1", Text = prompt, Answer = answer },
        new Rollout
        {
            Completion = new Completion { Text = completion, Tokens = [1, 2, 3], FinishReason = FinishReason.Stop, PolicyVersion = 0 },
            Reward = 1,
            Extracted = "42",
            RewardParts = ImmutableDictionary<string, double>.Empty.Add("exact-match", 1).Add("format", 0.5),
        });

    public static EvaluationReport Evaluation(long step, double value, string metric = "pass@1") =>
        new(step, 200, new Dictionary<string, double> { [metric] = value });

    public static RunSummary Summary(long steps = 60, string? stopReason = null) => new(
        "/data/runs/gsm8k-agro-1", steps, 60, stopReason, new Dictionary<string, double> { ["pass@1"] = 0.25, ["maj@4"] = 0.5 },
        new Dictionary<string, double> { ["pass@1"] = 0.5, ["maj@4"] = 0.375 }, new Dictionary<string, double> { ["scoring"] = 10, ["generating"] = 30 },
        62, "/data/runs/gsm8k-agro-1/checkpoints/step-60", steps < 60)
    {
        EvaluationPrompts = 200,
    };

    /// <summary>A view with everything in it, all of it of the given text.</summary>
    public static RunView ViewOf(string text)
    {
        var view = new RunView { Start = Start with { Name = text, Policy = text, Directory = $"/data/{text.Replace("\0", "", StringComparison.Ordinal)}" }, Phase = text };
        for (var step = 1; step <= 40; step++)
        {
            var metrics = Metrics(step % 7);
            metrics[text] = double.NaN;
            view = view.With(new StepReport(step, 60, metrics, Sample(text, text, text), TimeSpan.FromMinutes(3)), TimeSpan.FromSeconds(step));
        }

        return view.With(Evaluation(0, 0.1, text)).With(Evaluation(40, double.PositiveInfinity, text))
            .WithNote(text, isWarning: false).WithNote(text, isWarning: true);
    }
}
