
namespace Agro.Tests.Hooks;

public sealed class ScriptHookTests : IDisposable
{
    private readonly HookRun run = new();

    public void Dispose() => run.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hook_stops_a_solved_run_and_logs()
    {
        var hook = await run.LoadAsync("""
            var seen = 0;
            OnRunStarted(r => r.Log($"started {r.Name}"));
            OnStep(step =>
            {
                seen++;
                step.LogMetric("seen", seen);
                step.LearningRate /= 2;
                if (step.Metrics["reward"] > 0.95) step.Stop("solved");
            });
            """);
        run.Metrics["reward"] = 0.99;
        await hook.OnRunStartedAsync(run.Run(), Token);
        await hook.OnStepAsync(run.Step(), Token);
        var step = run.Step();
        await hook.OnStepAsync(step, Token);

        Assert.Equal("started test", Assert.Single(run.Log));
        Assert.Equal(2, run.Metrics["seen"]);
        Assert.Equal("solved", step.StopReason);
        Assert.Equal(5e-4, step.LearningRate);
    }

    [Fact]
    public async Task Every_phase_reaches_its_actions_in_their_order()
    {
        var hook = await run.LoadAsync("""
            OnRunStarted(run => run.Log("started 1"));
            OnRunStarted(run => run.Log("started 2"));
            OnRollouts(rollouts => { rollouts.Groups.Clear(); rollouts.Run.Log("rollouts"); });
            OnStep(step => step.Run.Log("step"));
            OnEvaluation(evaluation => evaluation.Run.Log($"evaluation {evaluation.Metrics["pass@1"]}"));
            OnCheckpoint(checkpoint => checkpoint.Run.Log($"checkpoint {Path.GetFileName(checkpoint.Directory)}"));
            OnRunEnded(run => run.Log("ended"));
            """);
        List<RolloutGroup> groups = [new(new Prompt { Id = "a", Text = "a" }, [], [])];
        var context = run.Run();
        await hook.OnRunStartedAsync(context, Token);
        await hook.OnRolloutsAsync(new RolloutsContext(context, 1, groups, run.Metrics), Token);
        await hook.OnStepAsync(run.Step(), Token);
        await hook.OnEvaluationAsync(new EvaluationContext(context, 1, new Dictionary<string, double> { ["pass@1"] = 0.5 }), Token);
        await hook.OnCheckpointAsync(new CheckpointContext(context, 1, "/run/step-1"), Token);
        await hook.OnRunEndedAsync(context, Token);

        Assert.Equal(["started 1", "started 2", "rollouts", "step", "evaluation 0.5", "checkpoint step-1", "ended"], run.Log);
        Assert.Empty(groups);
    }

    [Fact]
    public async Task A_hook_reaches_tensors_regular_expressions_json_and_the_framework_by_name()
    {
        var hook = await run.LoadAsync("""
            #r "System.Web.HttpUtility"
            using System.Text.Json.Nodes;
            using System.Text.RegularExpressions;
            OnRunStarted(run => run.Log(Regex.Match("a=12", "[0-9]+").Value + new JsonObject { ["x"] = 1 }["x"]
                + System.Web.HttpUtility.UrlEncode("y z") + TorchSharp.torch.ScalarType.Float32));
            """);
        await hook.OnRunStartedAsync(run.Run(), Token);
        Assert.Equal("121y+zFloat32", Assert.Single(run.Log));
    }

    [Fact]
    public async Task A_faulty_action_is_located_and_does_not_keep_the_others_from_running()
    {
        var hook = await run.LoadAsync("""
            OnStep(step =>
            {
                var reward = step.Metrics["rewrad"];
                step.LogMetric("x", reward);
            });
            OnStep(step => step.LogMetric("second", 2));
            """);
        var fault = await Assert.ThrowsAsync<PluginException>(() => hook.OnStepAsync(run.Step(), Token).AsTask());

        Assert.Equal($"{run.Of("hook.csx")}: hook: OnStep: KeyNotFoundException: The given key 'rewrad' was not present in the dictionary. "
            + $"at {run.Of("hook.csx")}:3", fault.Message);
        Assert.Null(fault.InnerException);
        Assert.Equal(2, run.Metrics["second"]);
    }

    [Fact]
    public async Task A_fault_in_a_loaded_script_is_located_there()
    {
        run.Write("parts/mean.csx", """

            double Mean(IReadOnlyList<double> values)
            {
                return values.Count > 0 ? values.Average() : throw new ArgumentException("no values");
            }
            """);
        var hook = await run.LoadAsync("""
            #load "parts/mean.csx"
            OnStep(step => step.LogMetric("mean", Mean(new double[] { })));
            """);
        var fault = await Assert.ThrowsAsync<PluginException>(() => hook.OnStepAsync(run.Step(), Token).AsTask());

        Assert.Equal($"ArgumentException: no values at {run.Of("parts/mean.csx")}:4", fault.Detail);
        Assert.Equal([run.Of("hook.csx"), run.Of("parts/mean.csx")], hook.Files.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("var text = \"x\";\nvar number = int.Parse(text);", 2)]
    [InlineData("await System.Threading.Tasks.Task.Yield();\n\nvar number = int.Parse(\"x\");", 3)]
    public async Task A_fault_of_the_top_level_is_located(string text, int line)
    {
        var fault = await Assert.ThrowsAsync<PluginException>(() => run.LoadAsync(text));
        Assert.Equal("top level", fault.Phase);
        Assert.Equal($"FormatException: The input string 'x' was not in a correct format. at {run.Of("hook.csx")}:{line}", fault.Detail);
    }

    [Fact]
    public async Task A_retired_hook_does_nothing()
    {
        var hook = await run.LoadAsync("OnStep(step => step.LogMetric(\"x\", 1));");
        hook.Retire(new Engine.Plugins.RetiredContexts());
        await hook.OnStepAsync(run.Step(), Token);
        Assert.Empty(run.Metrics);
    }

    [Fact]
    public async Task A_top_level_that_never_ends_is_left_behind_when_the_caller_gives_up()
    {
        using var stop = new CancellationTokenSource();
        var inside = new TaskCompletionSource();
        AppContext.SetData("agro.test.inside", inside);
        var path = run.Write("hook.csx", """
            ((TaskCompletionSource)AppContext.GetData("agro.test.inside")).SetResult();
            System.Threading.Thread.Sleep(System.Threading.Timeout.Infinite);
            """);
        var load = Task.Run(() => Engine.Hooks.ScriptHook.LoadAsync(path, run.Folders, stop.Token), Token);
        await inside.Task.WaitAsync(Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => load);
    }
}
