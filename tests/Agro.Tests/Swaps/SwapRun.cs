using System.Text.Json.Nodes;
using Agro.Engine;
using Agro.Tests.Runs;

namespace Agro.Tests.Swaps;

/// <summary>
/// A run of tiny steps during which files change. It goes on until what the test waits for has happened, however fast or slow the machine
/// is, and fails after a number of steps that takes minutes.
/// </summary>
internal sealed class SwapRun : IDisposable
{
    private const int MostSteps = 20_000;
    private readonly Queue<(Func<bool> When, Action Do)> _script = [];
    private long _since;

    public SwapRun()
    {
        Fixture.Recipe["rollouts"] = "{ prompts_per_step: 2, group_size: 2, max_tokens: 4 }";
        Fixture.Recipe["training"] = $"{{ steps: {MostSteps}, learning_rate: 1.0e-3 }}";
        Fixture.Recipe.Remove("eval");
        Fixture.Recipe["data"] = "{ train: { use: arithmetic, max_terms: 2, max_digits: 1 } }";
        Observer = new RecordingObserver { OnStep = Step };
    }

    public RunFixture Fixture { get; } = new();

    public RecordingObserver Observer { get; }

    /// <summary>Steps done.</summary>
    public long Steps { get; private set; }

    /// <summary>The text of the last report of an outcome.</summary>
    public string Last(SwapOutcome outcome) => Reports(outcome)[^1].Text;

    public IReadOnlyList<SwapReport> Reports(SwapOutcome outcome)
    {
        lock (Observer.Swaps) return [.. Observer.Swaps.Where(report => report.Outcome == outcome)];
    }

    /// <summary>Writes a plugin with a reward and makes the recipe use it.</summary>
    public void UseReward(string source, string plugins = "[ plugins/Mine/Mine.dll ]")
    {
        Compile(source);
        Fixture.Recipe["plugins"] = plugins;
        Fixture.Recipe["rewards"] = "[ { use: mine } ]";
    }

    /// <summary>Builds the plugin anew.</summary>
    public void Compile(string source) => PluginCompiler.Compile(Path.Combine(Fixture.Folder, "plugins/Mine/Mine.dll"), source);

    /// <summary>After some more steps, does something.</summary>
    public SwapRun After(int steps, Action action)
    {
        _script.Enqueue((() => Steps >= _since + steps, action));
        return this;
    }

    /// <summary>Waits until there are so many reports of an outcome in all.</summary>
    public SwapRun Until(SwapOutcome outcome, int count = 1)
    {
        _script.Enqueue((() => Reports(outcome).Count >= count, () => { }));
        return this;
    }

    /// <summary>Waits until there is an event.</summary>
    public SwapRun UntilEvent(string kind)
    {
        _script.Enqueue((() => Events("run").Any(line => line["event"]!.GetValue<string>() == kind), () => { }));
        return this;
    }

    /// <summary>Waits until something is so.</summary>
    public SwapRun When(Func<bool> isSo)
    {
        _script.Enqueue((isSo, () => { }));
        return this;
    }

    /// <summary>Runs until everything has happened and some more steps are done.</summary>
    public SwapRun Go(int more = 2)
    {
        After(more, Observer.Stop.Cancel);
        Fixture.Run("run", Observer);
        Assert.True(_script.Count == 0, $"{_script.Count} things did not come to pass in {Steps} steps: {string.Join('\n', Observer.Warnings.Distinct())}{string.Join('\n', Observer.Swaps.TakeLast(5))}");
        return this;
    }

    public IReadOnlyList<JsonObject> Events(string output)
    {
        using var stream = new FileStream(Path.Combine(Fixture.Folder, output, "events.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
    }

    public JsonObject Event(string kind) => Events("run").Last(line => line["event"]!.GetValue<string>() == kind);

    public void Dispose() => Fixture.Dispose();

    private void Step(StepReport report)
    {
        Steps = report.Step;
        // So that a run of a thousand steps a second does not outrun the files: a step lasts as long as a thread's turn.
        Thread.Yield();
        while (_script.TryPeek(out var next) && next.When())
        {
            _script.Dequeue();
            next.Do();
            _since = Steps;
        }
    }
}
