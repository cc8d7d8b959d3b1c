using System.Text.Json.Nodes;
using Agro.Engine.Hooks;

namespace Agro.Tests.Hooks;

public sealed class ScriptStateTests : IDisposable
{
    private const string Best = """
        State["best"] ??= 0.0;
        OnStep(step =>
        {
            State["best"] = Math.Max((double)State["best"]!, step.Metrics["reward"]);
            step.LogMetric("best", (double)State["best"]!);
        });
        """;

    private readonly HookRun run = new();

    public void Dispose() => run.Dispose();

    private async Task<double> BestAfterAsync(ScriptHook hook, double reward)
    {
        run.Metrics["reward"] = reward;
        await hook.OnStepAsync(run.Step(), TestContext.Current.CancellationToken);
        return run.Metrics["best"];
    }

    [Fact]
    public async Task A_newer_version_of_a_script_goes_on_from_the_state_of_the_older()
    {
        var older = await run.LoadAsync(Best);
        Assert.Equal(0.5, await BestAfterAsync(older, 0.5));
        var newer = await run.LoadAsync("// newer\n" + Best);
        newer.LoadState(older.SaveState());
        Assert.Equal(0.5, await BestAfterAsync(newer, 0.2));
    }

    [Fact]
    public async Task Loading_replaces_what_was_kept_and_leaves_what_is_new()
    {
        var hook = await run.LoadAsync("State[\"a\"] = 1; State[\"b\"] = new JsonObject { [\"x\"] = 1 }; State[\"c\"] = 3;");
        hook.LoadState(new(1, JsonNode.Parse("""{ "a": 7, "b": { "y": 2 }, "gone": [null] }""")!.AsObject()));
        Assert.Equal("""{"a":7,"b":{"y":2},"c":3,"gone":[null]}""", hook.SaveState().Data.ToJsonString());
        Assert.Equal(1, hook.SaveState().Version);
    }

    [Fact]
    public async Task A_saved_state_is_a_copy()
    {
        var hook = await run.LoadAsync(Best);
        await BestAfterAsync(hook, 0.5);
        var saved = hook.SaveState();
        await BestAfterAsync(hook, 0.75);
        Assert.Equal("""{"best":0.5}""", saved.Data.ToJsonString());
        hook.LoadState(saved);
        await BestAfterAsync(hook, 0.9);
        Assert.Equal("""{"best":0.5}""", saved.Data.ToJsonString());
    }

    [Fact]
    public async Task A_script_without_a_state_saves_an_empty_one() =>
        Assert.Empty((await run.LoadAsync("// nothing")).SaveState().Data);

    [Fact]
    public async Task A_state_of_another_version_is_not_taken_over()
    {
        var hook = await run.LoadAsync(Best);
        var fault = Assert.Throws<NotSupportedException>(() => hook.LoadState(new(2, [])));
        Assert.Equal($"{run.Of("hook.csx")}: the state of a script has version 1, found 2", fault.Message);
    }

    [Fact]
    public async Task A_default_that_JSON_has_not_is_told_when_the_script_is_loaded()
    {
        var fault = await Assert.ThrowsAsync<PluginException>(() => run.LoadAsync("State[\"best\"] ??= double.NegativeInfinity;"));
        Assert.StartsWith("State[\"best\"] is none of JSON's values: ", fault.Detail, StringComparison.Ordinal);
    }
}
