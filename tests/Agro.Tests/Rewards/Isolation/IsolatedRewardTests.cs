using System.Diagnostics;
using Agro.Engine.Rollouts;

namespace Agro.Tests.Rewards.Isolation;

public sealed class IsolatedRewardTests : IDisposable
{
    private const string Limits = "use: abuse, time_limit: 2, isolation: { kind: process, processes: 1, memory_limit: 400 }";
    private readonly IsolatedFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Theory]
    [InlineData("hang", "took longer than 2 s")]
    [InlineData("sleep", "took longer than 2 s")]
    [InlineData("patient", "took longer than 2 s")]
    [InlineData("overflow", "was ended by signal SIGABRT: Stack overflow.")]
    [InlineData("exit", "its process ended by itself with exit code 3")]
    [InlineData("exit-quietly", "its process ended by itself with exit code 0")]
    [InlineData("fail-fast", "had enough")]
    [InlineData("thread", "System.InvalidOperationException: on another thread")]
    [InlineData("managed", "OutOfMemoryException")]
    [InlineData("native", "more than isolation.memory_limit (400 MiB)")]
    [InlineData("throw", "InvalidOperationException: does not like it at Abuse.cs:")]
    [InlineData("nan", "returned NaN")]
    public async Task What_a_reward_does_costs_the_completion_that_it_was_called_for(string abuse, string text)
    {
        var (function, _) = fixture.Make(Limits);
        var scored = await IsolatedFixture.Score(function, "before", abuse, "after");
        Assert.Equal([3.0, 3.0], IsolatedFixture.Values(scored));
        Assert.Equal(1, scored.Failed);
        Assert.Contains(text, Assert.Single(scored.Faults), StringComparison.Ordinal);
        Assert.StartsWith("reward 'abuse': ", scored.Faults[0], StringComparison.Ordinal);
        Assert.Equal(1, scored.Counts["rewards/abuse/failed"]);
        Assert.Equal(abuse is "hang" or "sleep" or "patient", scored.Counts.ContainsKey("rewards/abuse/timed_out"));
        Assert.Equal(abuse is not ("patient" or "throw" or "nan"), scored.Counts.ContainsKey("rewards/abuse/processes_lost"));
    }

    [Fact]
    public async Task What_a_reward_writes_does_not_reach_the_host_as_an_answer_and_it_reads_nothing()
    {
        var (function, _) = fixture.Make(Limits);
        Assert.Equal([5.0, 6.0, 4.0, 3.0], IsolatedFixture.Values(await IsolatedFixture.Score(function, "print", "raw-print", "read", "x")));
    }

    [Fact]
    public async Task Prompts_and_completions_reach_it_whole_and_results_come_back_whole()
    {
        var (function, _) = fixture.Make(Limits);
        var scored = await IsolatedFixture.Score(function, "answer", "logprob", "none");
        Assert.Equal([1, (double)-0.1f, 0], IsolatedFixture.Values(scored));
        Assert.Equal("what?\u2028\n\"is\" it", scored.Groups[0].Rollouts[0].Extracted);
        Assert.Empty(scored.Groups[0].Rollouts[2].RewardParts);
        Assert.Equal(1, scored.Counts["rewards/abuse/not_applicable"]);
    }

    [Fact]
    public async Task Text_that_is_no_text_reaches_it_with_replacements()
    {
        var (function, _) = fixture.Make(Limits);
        Assert.Equal([3.0], IsolatedFixture.Values(await IsolatedFixture.Score(function, "\ud800 \0 \u2028")));
    }

    [Fact]
    public async Task A_process_that_has_a_prompt_already_is_asked_about_the_right_one()
    {
        var (function, _) = fixture.Make(Limits);
        var other = IsolatedFixture.Group("answer", "throw", "answer");
        other = other with { Prompt = other.Prompt with { Answer = "41" } };
        UnscoredGroup[] groups = [IsolatedFixture.Group("answer", "answer"), other, IsolatedFixture.Group("answer"), other];
        var scored = await new Agro.Engine.Rewards.RewardScorer().ScoreAsync(
            [function], new Dictionary<string, double> { ["abuse"] = 1 }, groups, TestContext.Current.CancellationToken);
        Assert.Equal([1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0], IsolatedFixture.Values(scored));
    }

    [Fact]
    public async Task Options_reach_it_with_their_defaults_and_paths()
    {
        fixture.Write("notes.txt", "12345");
        var (function, _) = fixture.Make("use: abuse, factor: 2.5, file: notes.txt, isolation: process");
        Assert.Equal([5, 7.5], IsolatedFixture.Values(await IsolatedFixture.Score(function, "file", "x")));
    }

    [Fact]
    public void Options_that_it_refuses_are_bad_input()
    {
        var fault = Assert.Throws<InputException>(() => fixture.Make("use: abuse, refuse: true, isolation: process"));
        Assert.Equal("abuse.refuse: is not liked", fault.Message);
    }

    [Fact]
    public async Task Calls_are_spread_over_the_processes_and_a_process_is_used_again()
    {
        var (function, pool) = fixture.Make("use: abuse, isolation: { kind: process, processes: 3 }");
        var first = IsolatedFixture.Values(await IsolatedFixture.Score(function, [.. Enumerable.Repeat("pid", 60)]));
        Assert.InRange(first.Distinct().Count(), 1, 3);
        Assert.Equal(pool.ProcessIds.Count, first.Concat(IsolatedFixture.Values(await IsolatedFixture.Score(function, "pid", "pid"))).Distinct().Count());
        Assert.DoesNotContain(Environment.ProcessId, pool.ProcessIds);
    }

    [Fact]
    public async Task A_process_that_dies_between_calls_costs_no_completion()
    {
        var (function, pool) = fixture.Make(Limits);
        Assert.Equal([7.0], IsolatedFixture.Values(await IsolatedFixture.Score(function, "later")));
        await Process.GetProcessById(pool.ProcessIds[0]).WaitForExitAsync(TestContext.Current.CancellationToken);
        var scored = await IsolatedFixture.Score(function, "x");
        Assert.Equal([3.0], IsolatedFixture.Values(scored));
        Assert.Equal(1, scored.Counts["rewards/abuse/processes_lost"]);
    }

    [Fact]
    public async Task Memory_that_grows_from_call_to_call_ends_the_process_before_it_is_too_much()
    {
        var (function, _) = fixture.Make(Limits);
        var scored = await IsolatedFixture.Score(function, [.. Enumerable.Repeat("leak", 14)]);
        Assert.InRange(scored.Failed, 1, 3);
    }

    [Theory]
    [InlineData("child")]
    [InlineData("orphan")]
    public async Task Processes_that_a_reward_started_end_with_its_own(string abuse)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs sh and sleep");
        var (function, _) = fixture.Make(Limits);
        var scored = await IsolatedFixture.Score(function, $"{abuse} {fixture.Of("pid")}");
        Assert.Equal(1, scored.Failed);
        Assert.False(IsRunning(int.Parse(File.ReadAllText(fixture.Of("pid")), System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_group_function_loses_the_group_that_ended_its_process()
    {
        var (function, _) = fixture.Make("use: ranks, isolation: process");
        var scored = await new Agro.Engine.Rewards.RewardScorer().ScoreAsync(
            [function], new Dictionary<string, double> { ["ranks"] = 1 },
            [IsolatedFixture.Group("a", "b"), IsolatedFixture.Group("a", "exit"), IsolatedFixture.Group("a", "b", "c")], TestContext.Current.CancellationToken);
        Assert.Equal([0.0, 1.0, 0.0, 1.0, 2.0], IsolatedFixture.Values(scored));
        Assert.Equal(2, scored.FailuresOf["ranks"].Completions);
    }

    [Fact]
    public async Task An_abort_ends_the_call_and_its_process()
    {
        var (function, pool) = fixture.Make("use: abuse, isolation: { kind: process, processes: 1 }");
        using var abort = new CancellationTokenSource();
        var scoring = new Agro.Engine.Rewards.RewardScorer().ScoreAsync(
            [function], new Dictionary<string, double> { ["abuse"] = 1 }, [IsolatedFixture.Group($"child {fixture.Of("pid")}")], abort.Token);
        var process = pool.ProcessIds[0];
        while (!File.Exists(fixture.Of("pid"))) await Task.Yield();
        await abort.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scoring);
        Assert.Empty(pool.ProcessIds);
        Assert.False(IsRunning(process));
    }

    [Fact]
    public void Disposing_it_leaves_no_process()
    {
        var (function, pool) = fixture.Make(Limits);
        var process = Assert.Single(pool.ProcessIds);
        ((IDisposable)function.Component).Dispose();
        Assert.False(IsRunning(process));
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            // One that nobody has waited for yet is dead all the same.
            return !process.HasExited && !(File.Exists($"/proc/{id}/stat") && File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal));
        }
        catch (Exception exception) when (exception is ArgumentException or IOException)
        {
            return false;
        }
    }
}
