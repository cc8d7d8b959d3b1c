using System.Diagnostics;
using System.Text.Json.Nodes;
using Agro.Tests;

namespace Agro.EndToEnd;

/// <summary>A run whose reward does everything that must not end a run.</summary>
public sealed class IsolationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>A reward whose calls are numbered across processes by a file that they append to.</summary>
    private string Recipe(string body, string isolation, string training)
    {
        PluginCompiler.Compile(folder.Of("Mine.dll"), $$"""
            [Component("mine")]
            public sealed class Mine : IRewardFunction
            {
                private const string Log = @"{{folder.Of("calls.txt")}}";

                public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken token)
                {
                    System.IO.File.AppendAllText(Log, Environment.ProcessId + "\n");
                    var call = System.IO.File.ReadAllLines(Log).Length;
                    {{body}}
                    return new(RewardResult.Of(completion.Tokens.Length));
                }

                private static int Deep(int depth) => depth < 0 ? 0 : Deep(depth + 1) + Deep(depth + 2);
            }
            """);
        return folder.Write("recipe.yaml", $$"""
            name: isolated
            policy: { model: {{Path.Combine(AgroHost.Repository, "recipes", "models", "quickstart")}} }
            data: { train: { use: arithmetic, max_terms: 2, max_digits: 1 } }
            rewards: [ { use: mine, time_limit: 2, isolation: {{isolation}} } ]
            algorithm: { use: agro, beta: 0.05 }
            rollouts: { prompts_per_step: 2, group_size: 4, max_tokens: 8 }
            training: { steps: {{training}}, learning_rate: 1.0e-5, checkpoint_every: 1 }
            plugins: [ Mine.dll ]
            """);
    }

    [Fact]
    public async Task Each_abuse_costs_one_completion_and_the_run_reaches_its_end()
    {
        var recipe = Recipe(
            """
            switch (call)
            {
                case 3: while (true) { }
                case 6: return new(RewardResult.Of(Deep(0)));
                case 9: Environment.Exit(0); break;
                case 12: new Thread(() => throw new InvalidOperationException("elsewhere")).Start(); Thread.Sleep(Timeout.Infinite); break;
                case 15: var held = new List<byte[]>(); while (true) held.Add(new byte[1 << 24]);
                case 18: Environment.FailFast("no more"); break;
            }
            """,
            "{ kind: process, processes: 1, memory_limit: 512 }", "3");
        var result = (await AgroHost.RunAsync("run", recipe, "--plain", "--output", folder.Of("run"))).Expect(0);
        var failed = File.ReadLines(folder.Of("run/metrics.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        Assert.Equal(6, failed.Sum(line => line["rewards/mine/failed"]!.GetValue<double>()));
        Assert.Equal(1, failed.Sum(line => line["rewards/mine/timed_out"]?.GetValue<double>() ?? 0));
        Assert.Equal(6, failed.Sum(line => line["rewards/mine/processes_lost"]?.GetValue<double>() ?? 0));
        Assert.Equal((3 * 8) - 6, File.ReadLines(folder.Of("run/rollouts.jsonl")).Count());
        foreach (var text in (string[])["took longer than 2 s", "Stack overflow.", "exit code 0", "elsewhere", "OutOfMemoryException", "no more"])
            Assert.Contains(text, result.Error, StringComparison.Ordinal);
        AssertNoneIsLeft();
    }

    [Fact]
    public async Task The_processes_end_with_a_host_that_is_killed_even_in_the_middle_of_a_call()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kills by signal");
        var recipe = Recipe("if (call > 10) { System.IO.File.WriteAllText(Log + \".stuck\", \"\"); while (true) { } }", "{ kind: process, processes: 2 }", "100");

        await using var run = AgroHost.Start(new ProcessStart { Arguments = ["run", recipe, "--plain", "--output", folder.Of("run"), "--set", "rewards.0.time_limit=100"] });
        while (!File.Exists(folder.Of("calls.txt.stuck"))) await Task.Yield();
        run.KillAlone();
        await run.WaitAsync();
        foreach (var process in Processes()) await WaitForEndAsync(process);
    }

    [Fact]
    public async Task An_interrupted_run_goes_on_from_its_checkpoint_with_new_processes()
    {
        var recipe = Recipe("", "process", "100000");
        await using (var run = AgroHost.Start(new ProcessStart { Arguments = ["run", recipe, "--plain", "--output", folder.Of("run")] }))
        {
            await run.WaitForOutputAsync("step      2/100000");
            run.Interrupt();
            (await run.WaitAsync()).Expect(0);
        }

        AssertNoneIsLeft();
        var steps = File.ReadLines(folder.Of("run/metrics.jsonl")).Count();
        (await AgroHost.RunAsync("run", recipe, "--plain", "--output", folder.Of("run"), "--resume", "--set", $"training.steps={steps + 2}")).Expect(0);
        Assert.Equal(steps + 2, File.ReadLines(folder.Of("run/metrics.jsonl")).Count());
        AssertNoneIsLeft();
    }

    [Fact]
    public async Task A_known_case_that_does_not_come_out_is_bad_input_and_nothing_is_written()
    {
        var recipe = Recipe("", "process", "2");
        File.WriteAllText(recipe, File.ReadAllText(recipe).Replace(
            "isolation: process", "isolation: process, canary: [ { name: known wrong, completion: nonsense, reward: 1 } ]", StringComparison.Ordinal));
        var result = (await AgroHost.RunAsync("run", recipe, "--plain", "--output", folder.Of("run"))).Expect(2);
        Assert.Contains("recipe.yaml:4:", result.Error, StringComparison.Ordinal);
        Assert.Contains("rewards.0.canary.0: the case 'known wrong' of mine does not come out: completion \"nonsense\": expected 1, found 0", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Of("run")));
    }

    private List<int> Processes() =>
        [.. File.ReadLines(folder.Of("calls.txt")).Distinct().Select(id => int.Parse(id, System.Globalization.CultureInfo.InvariantCulture))];

    private void AssertNoneIsLeft() => Assert.All(Processes(), id => Assert.False(IsRunning(id), $"process {id} is left"));

    private static async Task WaitForEndAsync(int id)
    {
        while (IsRunning(id))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>One that its new parent has not waited for yet is dead all the same.</summary>
    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited && !(File.Exists($"/proc/{id}/stat") && File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal));
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or InvalidOperationException)
        {
            return false;
        }
    }
}
