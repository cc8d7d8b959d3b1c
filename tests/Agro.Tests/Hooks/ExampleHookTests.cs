using Agro.Engine.Hooks;

namespace Agro.Tests.Hooks;

/// <summary>The hooks in <c>recipes/hooks</c>.</summary>
public sealed class ExampleHookTests : IDisposable
{
    private static readonly string Folder = Path.Combine(SharedData.Repository, "recipes", "hooks");

    private static readonly Completion Answer = new() { Text = "b", Tokens = [2], FinishReason = FinishReason.Stop, PolicyVersion = 0 };

    private readonly HookRun run = new();

    public void Dispose() => run.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.csx").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private Task<ScriptHook> LoadAsync(string name) => ScriptHook.LoadAsync(Path.Combine(Folder, name), run.Folders, Token);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_example_compiles(string name) => Assert.Equal(64, (await LoadAsync(name)).Hash.Length);

    [Fact]
    public async Task Groups_with_equal_rewards_are_dropped()
    {
        RolloutGroup Group(string id, params double[] rewards) => new(new Prompt { Id = id, Text = id }, [],
            [.. rewards.Select(reward => new Rollout { Completion = Answer, Reward = reward })]);
        List<RolloutGroup> groups = [Group("a", 1, 1, 1), Group("b", 0, 1), Group("c", 0.5)];
        await (await LoadAsync("drop-equal-groups.csx")).OnRolloutsAsync(new(run.Run(), 1, groups, run.Metrics), Token);
        Assert.Equal("b", Assert.Single(groups).Prompt.Id);
        Assert.Equal(2, run.Metrics["groups/equal"]);
    }

    [Fact]
    public async Task The_checkpoint_of_the_best_evaluation_is_kept_also_when_the_run_is_resumed()
    {
        var hook = await LoadAsync("keep-best.csx");
        async Task<string> AfterAsync(long step, double score)
        {
            run.Write($"step-{step}/model.safetensors", $"{step}");
            await hook.OnEvaluationAsync(new(run.Run(), step, new Dictionary<string, double> { ["pass@1"] = score }), Token);
            await hook.OnCheckpointAsync(new(run.Run(), step, run.Of($"step-{step}")), Token);
            return File.ReadAllText(run.Of("best/model.safetensors"));
        }

        Assert.Equal("1", await AfterAsync(1, 0.5));
        Assert.Equal("1", await AfterAsync(2, 0.4));
        var resumed = await LoadAsync("keep-best.csx");
        resumed.LoadState(hook.SaveState());
        hook = resumed;
        Assert.Equal("1", await AfterAsync(3, 0.45));
        Assert.Equal("4", await AfterAsync(4, 0.6));
    }
}
