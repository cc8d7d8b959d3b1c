using Agro.Engine.Hooks;
using Agro.Engine.Recipes;
using Agro.Tests.Cli;

namespace Agro.Tests.Hooks;

public sealed class TimedHookTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly HookRun run = new();
    private readonly ManualTime time = new();
    private readonly List<string> told = [];
    private readonly HookWatchdog watchdog;

    public TimedHookTests() => watchdog = new(told.Add, time);

    public void Dispose()
    {
        watchdog.Dispose();
        run.Dispose();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TimedHook Timed(ITrainingHook hook, HookTimeout onTimeout) => new("slow", hook, new(Limit, onTimeout), watchdog);

    /// <summary>Makes a call on another thread, as the training thread does.</summary>
    private static Task Begin(TimedHook hook, StepContext step) =>
        Task.Factory.StartNew(() => hook.OnStepAsync(step, Token).AsTask(), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    [Fact]
    public async Task A_late_call_is_told_once_and_waited_for()
    {
        using var gated = new GatedHook { ToStep = step => step.LogMetric("x", 1) };
        using var hook = Timed(gated, HookTimeout.Report);
        var call = Begin(hook, run.Step());
        await gated.WaitInsideAsync();
        time.Advance(Limit - TimeSpan.FromSeconds(1));
        Assert.Empty(told);
        time.Advance(TimeSpan.FromSeconds(300));
        Assert.Equal(["hook slow: OnStep: still running after 60 s (the run waits for it)"], told);
        Assert.False(call.IsCompleted);
        gated.Go();
        await call;
        Assert.Equal(1, run.Metrics["x"]);
        Assert.False(hook.Disabled);
    }

    [Fact]
    public async Task Each_late_call_is_told()
    {
        using var gated = new GatedHook();
        using var hook = Timed(gated, HookTimeout.Report);
        for (var count = 1; count <= 2; count++)
        {
            var call = Begin(hook, run.Step());
            await gated.WaitInsideAsync();
            time.Advance(2 * Limit);
            gated.Go();
            await call;
            Assert.Equal(count, told.Count);
        }
    }

    [Theory]
    [InlineData(HookTimeout.Report)]
    [InlineData(HookTimeout.Disable)]
    public async Task Time_between_calls_does_not_count(HookTimeout onTimeout)
    {
        using var gated = new GatedHook();
        using var hook = Timed(gated, onTimeout);
        for (var count = 0; count < 3; count++)
        {
            time.Advance(2 * Limit);
            gated.Go();
            await hook.OnStepAsync(run.Step(), Token);
        }

        Assert.Empty(told);
        Assert.False(hook.Disabled);
    }

    [Fact]
    public async Task A_call_that_is_only_told_runs_on_the_thread_that_makes_it()
    {
        using var gated = new GatedHook().Go();
        using var hook = Timed(gated, HookTimeout.Report);
        var thread = Thread.CurrentThread;
        await hook.OnStepAsync(run.Step(), Token);
        Assert.Same(thread, gated.Thread);
    }

    [Fact]
    public async Task A_call_that_may_be_given_up_runs_on_a_thread_of_the_hook_that_is_kept()
    {
        using var gated = new GatedHook().Go().Go();
        using var hook = Timed(gated, HookTimeout.Disable);
        var thread = Thread.CurrentThread;
        await hook.OnStepAsync(run.Step(), Token);
        var first = gated.Thread!;
        Assert.NotSame(thread, first);
        Assert.True(first.IsBackground);
        await hook.OnRolloutsAsync(new(run.Run(), 1, [], run.Metrics), Token);
        Assert.Same(first, gated.Thread);
    }

    [Fact]
    public async Task A_late_call_is_given_up_and_the_hook_is_never_called_again()
    {
        using var gated = new GatedHook();
        using var hook = Timed(gated, HookTimeout.Disable);
        var call = Begin(hook, run.Step());
        await gated.WaitInsideAsync();
        time.Advance(Limit + TimeSpan.FromSeconds(1));
        await call;
        Assert.True(hook.Disabled);
        Assert.Equal(["hook slow: OnStep: still running after 60 s: it is disabled, and the run goes on without it"], told);
        Assert.True(gated.Token.IsCancellationRequested);

        gated.Go().Go();
        await gated.Done.WaitAsync(Token);
        await hook.OnStepAsync(run.Step(), Token);
        Assert.Equal(0, gated.Done.CurrentCount);
        Assert.Single(told);
    }

    [Fact]
    public async Task A_call_that_was_given_up_changes_nothing_any_more()
    {
        run.Metrics["reward"] = 0.5;
        using var gated = new GatedHook
        {
            ToStep = step =>
            {
                step.LogMetric("reward", 7);
                step.LearningRate = 9;
                step.RewardWeights["format"] = 9;
                step.Stop("late");
                step.Evaluate();
                step.Checkpoint();
                step.Run.Log("late");
            },
        };
        using var hook = Timed(gated, HookTimeout.Disable);
        var step = run.Step(new() { ["format"] = 1 });
        var call = Begin(hook, step);
        await gated.WaitInsideAsync();
        time.Advance(2 * Limit);
        await call;
        gated.Go();
        await gated.Done.WaitAsync(Token);

        Assert.Equal(new() { ["reward"] = 0.5 }, run.Metrics);
        Assert.Equal((1e-3, 1, null, false, false),
            (step.LearningRate, step.RewardWeights["format"], step.StopReason, step.EvaluationRequested, step.CheckpointRequested));
        Assert.Empty(run.Log);
    }

    [Fact]
    public async Task What_a_call_did_in_time_reaches_the_run_also_when_it_then_threw()
    {
        run.Metrics["reward"] = 0.5;
        using var gated = new GatedHook
        {
            ToStep = step =>
            {
                step.LogMetric("twice", step.Metrics["reward"] * 2);
                step.LearningRate *= 2;
                step.RewardWeights.Remove("format");
                step.RewardWeights["exact"] = 3;
                step.Stop("solved");
                step.Evaluate();
                step.Run.Log("done");
                throw new FormatException("after all");
            },
        }.Go();
        using var hook = Timed(gated, HookTimeout.Disable);
        var step = run.Step(new() { ["format"] = 1, ["exact"] = 1 });
        var fault = await Assert.ThrowsAsync<FormatException>(() => Begin(hook, step));

        Assert.Equal("after all", fault.Message);
        Assert.Equal(new() { ["reward"] = 0.5, ["twice"] = 1 }, run.Metrics);
        Assert.Equal((2e-3, "solved", true, false), (step.LearningRate, step.StopReason, step.EvaluationRequested, step.CheckpointRequested));
        Assert.Equal([new("exact", 3)], step.RewardWeights);
        Assert.Equal(["done"], run.Log);
        Assert.False(hook.Disabled);
    }

    [Fact]
    public async Task Groups_that_were_dropped_in_time_are_dropped()
    {
        List<RolloutGroup> groups = [.. new[] { "a", "b" }.Select(id => new RolloutGroup(new Prompt { Id = id, Text = id }, [], []))];
        using var gated = new GatedHook
        {
            ToRollouts = rollouts =>
            {
                rollouts.Groups.RemoveAt(0);
                rollouts.LogMetric("dropped", 1);
            },
        }.Go();
        using var hook = Timed(gated, HookTimeout.Disable);
        await hook.OnRolloutsAsync(new(run.Run(), 1, groups, run.Metrics), Token);
        Assert.Equal("b", Assert.Single(groups).Prompt.Id);
        Assert.Equal(1, run.Metrics["dropped"]);
    }

    [Fact]
    public async Task What_an_earlier_hook_asked_for_is_seen_and_kept()
    {
        var seen = "";
        using var gated = new GatedHook { ToStep = step => seen = step.StopReason }.Go();
        using var hook = Timed(gated, HookTimeout.Disable);
        var step = run.Step();
        step.Stop("earlier");
        step.Checkpoint();
        await hook.OnStepAsync(step, Token);
        Assert.Equal(("earlier", "earlier", true), (seen, step.StopReason, step.CheckpointRequested));
    }

    [Fact]
    public async Task A_script_that_never_ends_its_wait_is_given_up()
    {
        var script = await run.LoadAsync("OnStep(async step => { step.Run.Log(\"in\"); await new TaskCompletionSource().Task; });");
        using var hook = Timed(script, HookTimeout.Disable);
        var inside = new TaskCompletionSource();
        var context = new RunContext("test", run.Of(""), 10, _ => inside.SetResult());
        var call = Begin(hook, new(context, 1, run.Metrics, []) { LearningRate = 1, RewardWeights = new Dictionary<string, double>() });
        await inside.Task;
        time.Advance(2 * Limit);
        await call;
        Assert.True(hook.Disabled);
    }

    [Fact]
    public async Task Stopping_the_run_reaches_a_hook_on_its_own_thread()
    {
        using var gated = new GatedHook();
        using var hook = Timed(gated, HookTimeout.Disable);
        using var stop = new CancellationTokenSource();
        var call = Task.Run(() => hook.OnStepAsync(run.Step(), stop.Token).AsTask(), Token);
        await gated.WaitInsideAsync();
        await stop.CancelAsync();
        Assert.True(gated.Token.IsCancellationRequested);
        gated.Go();
        await call;
    }

    [Fact]
    public async Task A_hook_that_is_put_away_is_no_longer_watched()
    {
        using var gated = new GatedHook();
        var hook = Timed(gated, HookTimeout.Report);
        var call = Begin(hook, run.Step());
        await gated.WaitInsideAsync();
        hook.Dispose();
        time.Advance(2 * Limit);
        Assert.Empty(told);
        gated.Go();
        await call;
    }

    [Theory]
    [InlineData(0.25, "0.25")]
    [InlineData(90, "90")]
    public async Task The_limit_is_the_recipes(double seconds, string text)
    {
        var reference = new HookReference { Script = "x.csx", TimeLimit = seconds };
        using var gated = new GatedHook();
        using var hook = new TimedHook("x.csx", gated, HookLimit.Of(reference), watchdog);
        var call = Begin(hook, run.Step());
        await gated.WaitInsideAsync();
        time.Advance(TimeSpan.FromSeconds(seconds + 1));
        gated.Go();
        await call;
        Assert.Equal([$"hook x.csx: OnStep: still running after {text} s (the run waits for it)"], told);
    }
}
