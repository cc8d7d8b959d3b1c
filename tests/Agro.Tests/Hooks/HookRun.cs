using Agro.Engine.Hooks;

namespace Agro.Tests.Hooks;

/// <summary>Contexts to call hooks with, and a folder of scripts.</summary>
internal sealed class HookRun : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public List<string> Log { get; } = [];

    public Dictionary<string, double> Metrics { get; } = [];

    public string Write(string name, string text) => folder.Write(name, text);

    public string Of(string name) => folder.Of(name);

    public async Task<ScriptHook> LoadAsync(string text, string name = "hook.csx") =>
        await ScriptHook.LoadAsync(Write(name, text), TestContext.Current.CancellationToken);

    public RunContext Run() => new("test", folder.Path, 10, Log.Add);

    public StepContext Step(Dictionary<string, double>? rewardWeights = null) => new(Run(), 1, Metrics, [])
    {
        LearningRate = 1e-3,
        RewardWeights = rewardWeights ?? [],
    };

    public void Dispose() => folder.Dispose();
}
