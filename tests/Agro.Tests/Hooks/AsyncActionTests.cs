namespace Agro.Tests.Hooks;

public sealed class AsyncActionTests : IDisposable
{
    private readonly HookRun run = new();

    public void Dispose() => run.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("OnStep(step => step.LogMetric(\"x\", 1));")]
    [InlineData("OnStep(step => { step.LogMetric(\"x\", 1); });")]
    [InlineData("OnStep(async step => { await Task.Yield(); step.LogMetric(\"x\", 1); });")]
    [InlineData("OnStep(async delegate (StepContext step) { await Task.Yield(); step.LogMetric(\"x\", 1); });")]
    [InlineData("async Task Later(StepContext step) { await Task.Yield(); step.LogMetric(\"x\", 1); } OnStep(Later);")]
    [InlineData("async Task Later(StepContext step) { await Task.Yield(); step.LogMetric(\"x\", 1); } OnStep(step => Later(step));")]
    [InlineData("async Task<int> One() { await Task.Yield(); return 1; } OnStep(async step => step.LogMetric(\"x\", await One()));")]
    [InlineData("void Now(StepContext step) => step.LogMetric(\"x\", 1); OnStep(Now);")]
    public async Task An_action_may_be_written_in_every_way_and_has_ended_when_the_call_has(string text)
    {
        var hook = await run.LoadAsync(text);
        await hook.OnStepAsync(run.Step(), Token);
        Assert.Equal(1, run.Metrics["x"]);
    }

    [Fact]
    public async Task Every_phase_takes_actions_that_await()
    {
        var hook = await run.LoadAsync("""
            OnRunStarted(async run => { await Task.Yield(); run.Log("started"); });
            OnRollouts(async rollouts => { await Task.Yield(); rollouts.Run.Log("rollouts"); });
            OnStep(async step => { await Task.Yield(); step.Run.Log("step"); });
            OnEvaluation(async evaluation => { await Task.Yield(); evaluation.Run.Log("evaluation"); });
            OnCheckpoint(async checkpoint => { await Task.Yield(); checkpoint.Run.Log("checkpoint"); });
            OnRunEnded(async run => { await Task.Yield(); run.Log("ended"); });
            """);
        var context = run.Run();
        await hook.OnRunStartedAsync(context, Token);
        await hook.OnRolloutsAsync(new RolloutsContext(context, 1, [], run.Metrics), Token);
        await hook.OnStepAsync(run.Step(), Token);
        await hook.OnEvaluationAsync(new EvaluationContext(context, 1, run.Metrics), Token);
        await hook.OnCheckpointAsync(new CheckpointContext(context, 1, "/run"), Token);
        await hook.OnRunEndedAsync(context, Token);
        Assert.Equal(["started", "rollouts", "step", "evaluation", "checkpoint", "ended"], run.Log);
    }

    [Fact]
    public async Task Actions_that_await_and_others_run_in_the_order_of_the_script()
    {
        var hook = await run.LoadAsync("""
            OnStep(step => step.Run.Log("1"));
            OnStep(async step => { await Task.Yield(); step.Run.Log("2"); });
            OnStep(step => step.Run.Log("3"));
            OnStep(async step => { await Task.Yield(); await Task.Yield(); step.Run.Log("4"); });
            OnStep(async step => step.Run.Log("5"));
            """);
        await hook.OnStepAsync(run.Step(), Token);
        Assert.Equal(["1", "2", "3", "4", "5"], run.Log);
    }

    [Fact]
    public async Task Every_fault_is_located_and_keeps_no_other_action_from_running()
    {
        var hook = await run.LoadAsync("""
            OnStep(step => throw new InvalidOperationException("plain"));
            OnStep(async step =>
            {
                await Task.Yield();
                throw new InvalidOperationException("awaited");
            });
            OnStep(async step => throw new InvalidOperationException("at once"));
            OnStep(async step => { await Task.FromCanceled(new(true)); });
            OnStep(step => step.LogMetric("last", 1));
            """);
        var fault = await Assert.ThrowsAsync<PluginException>(() => hook.OnStepAsync(run.Step(), Token).AsTask());
        var at = run.Of("hook.csx");
        Assert.Equal(
            [
                $"InvalidOperationException: plain at {at}:1", $"InvalidOperationException: awaited at {at}:5",
                $"InvalidOperationException: at once at {at}:7", $"TaskCanceledException: A task was canceled. at {at}:8",
            ],
            fault.Detail.Split('\n'));
        Assert.Equal(1, run.Metrics["last"]);
    }

    [Fact]
    public async Task A_run_that_stops_does_not_wait_for_an_action()
    {
        var hook = await run.LoadAsync("OnStep(step => new TaskCompletionSource().Task);");
        using var stop = new CancellationTokenSource();
        var call = hook.OnStepAsync(run.Step(), stop.Token).AsTask();
        Assert.False(call.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Actions_that_do_not_await_make_no_object()
    {
        var hook = await run.LoadAsync("var count = 0; OnStep(step => count++); OnStep(step => { }); OnStep(step => Task.CompletedTask);");
        var step = run.Step();
        int Completed(int calls) => Enumerable.Range(0, calls).Count(_ => hook.OnStepAsync(step, Token).AsTask().IsCompletedSuccessfully);
        Assert.Equal(100, Completed(100));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(1000, Completed(1000));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }
}
