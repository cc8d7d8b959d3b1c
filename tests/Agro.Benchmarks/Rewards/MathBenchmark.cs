using System.Diagnostics;
using System.Globalization;
using Agro.Engine.Plugins;

namespace Agro.Benchmarks.Rewards;

/// <summary>How many completions <c>math-equivalence</c> scores a second on one core, extraction included, and what hostile ones cost.</summary>
internal static class MathBenchmark
{
    private static readonly (string Gold, string Answer)[] Typical =
    [
        ("72", "72"), ("1,450", "1450"), ("-128", "-128.0"), ("448", "447 + 1"), ("\\frac{17}{50}", "\\dfrac{17}{50}"), ("\\frac{8}{15}", "0.5333"),
        ("2\\sqrt{61}", "\\sqrt{244}"), ("\\frac{\\sqrt{3}}{3}", "\\frac{1}{\\sqrt{3}}"), ("12\\pi", "12 \\pi"), ("120^\\circ", "120"), ("40\\%", "\\frac{2}{5}"),
        ("x^3+3x-6", "x^{3} + 3 x - 6"), ("(3, \\frac{\\pi}{2})", "\\left( 3, \\frac{\\pi}{2} \\right)"), ("(-\\infty, 2)", "(-\\infty, 3)"), ("6 - 5i", "-5i+6"),
        ("1 \\pm \\sqrt{19}", "1+\\sqrt{19}, 1-\\sqrt{19}"), ("850", "58"), ("\\text{even}", "\\text{odd}"), ("11\\sqrt{2}", "11\\sqrt{2} + 1"), ("204", "204 \\text{ units}"),
    ];

    private static readonly (string What, string Answer)[] Hostile =
    [
        ("10^(10^10)", "10^{10^{10}}"), ("(1+1)^(10^9)", "(1+1)^{10^9}"), ("99999999!", "99999999!"), ("100 kB of braces", new string('{', 100_000)),
        ("a product of 60 sums of roots", string.Concat(Enumerable.Range(2, 60).Select(i => $"(1+\\sqrt{{{i}}})"))),
        ("2000 digits", new string('9', 1990)), ("80 sums of 400 sums", "\\sum_{a=1}^{80}\\sum_{b=1}^{400} \\sin(ab)"),
    ];

    /// <summary>Runs all of it.</summary>
    /// <returns>The exit code.</returns>
    public static int Run()
    {
        var dll = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Agro.Plugins.Rewards", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "Agro.Plugins.Rewards.dll"));
        var description = PluginCatalog.Load(new PluginSources { Paths = [dll] })
            .Components.Single(component => component is { Kind: ComponentKind.Reward, Name: "math-equivalence" });
        var reward = ComponentFactory.Create<IRewardFunction>(description, Activator.CreateInstance(description.OptionsType!));
        var rows = Typical.Select(pair => (Prompt: PromptOf(pair.Gold), Completion: CompletionOf($"So we get $\\boxed{{{pair.Answer}}}$. I hope it is correct."))).ToArray();
        Console.WriteLine($"{"",-46} {"median",10} {"95 %",10} {"max",10}");
        Figures.Print("typical completions scored", Enumerable.Range(0, 25).Select(_ => PerSecond(reward, rows, times: 1000)).Skip(5), "a second of processor time");
        foreach (var (what, answer) in Hostile)
        {
            var completion = CompletionOf($"\\boxed{{{answer}}}");
            Figures.Print(what, Enumerable.Range(0, 22).Select(_ => Milliseconds(reward, completion)).Skip(2), "ms");
        }

        return 0;
    }

    // Processor time, because other processes may share the core.
    private static double PerSecond(IRewardFunction reward, (Prompt Prompt, Completion Completion)[] rows, int times)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < times; i++)
            foreach (var (prompt, completion) in rows) _ = reward.ScoreAsync(prompt, completion, CancellationToken.None).AsTask().Result;
        return times * rows.Length / (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static double Milliseconds(IRewardFunction reward, Completion completion)
    {
        var start = Stopwatch.GetTimestamp();
        _ = reward.ScoreAsync(PromptOf("\\sin(x)+3"), completion, CancellationToken.None).AsTask().Result;
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static Prompt PromptOf(string answer) => new() { Id = answer.Length.ToString(CultureInfo.InvariantCulture), Text = "", Answer = answer };

    private static Completion CompletionOf(string text) => new() { Text = text, Tokens = [], FinishReason = FinishReason.Given, PolicyVersion = -1 };
}
