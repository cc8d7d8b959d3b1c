using System.Globalization;
using System.Text.Json.Nodes;
using Agro.Engine;
using Agro.Engine.Runs;
using Agro.Tests;

namespace Agro.Benchmarks.HotSwap;

/// <summary>Exchanges in a run of a small policy, one after the other, with what the run writes about them.</summary>
internal sealed class SwapCosts : IRunObserver, IDisposable
{
    private const int WarmUp = 10;
    private readonly CancellationTokenSource _stop = new();
    private readonly int _swaps;
    private readonly Action<int> _write;
    private readonly List<(long Managed, long Resident)> _memory = [];
    private int _swapped, _written;

    private SwapCosts(int swaps, Action<int> write) => (_swaps, _write) = (swaps, write);

    /// <summary>Exchanges a plugin with a reward.</summary>
    public static bool OfPlugin(int swaps)
    {
        using var folder = new TemporaryFolder();
        var plugin = folder.Of("Mine.dll");
        // Compiled before, so that the compiler's work is not measured.
        var versions = Enumerable.Range(0, 2).Select(version => PluginCompiler.Compile(
            folder.Of($"{version}/Mine.dll"), PluginCompiler.Returning("mine", $"completion.Tokens.Length + {version}", "Mine"))).ToArray();
        return Measure("plugin", folder, swaps, version => Write(File.ReadAllBytes(versions[version % 2]), plugin), "rewards: [ { use: mine } ]\nplugins: [ Mine.dll ]");
    }

    /// <summary>Exchanges a script.</summary>
    public static bool OfScript(int swaps)
    {
        using var folder = new TemporaryFolder();
        var script = folder.Of("hook.csx");
        return Measure("script", folder, swaps, version => File.WriteAllText(script, $"OnStep(step => step.LogMetric(\"version\", {version}));"),
            "rewards: [ { use: length, unit: tokens, target: 4 } ]\nhooks: [ { script: hook.csx } ]");
    }

    private static void Write(byte[] content, string path) => File.WriteAllBytes(path, content);

    private static bool Measure(string what, TemporaryFolder folder, int swaps, Action<int> write, string sections)
    {
        write(0);
        using var run = new SwapCosts(swaps, write);
        TrainingRun.Execute(
            new RunRequest { RecipePath = folder.Write("recipe.yaml", Recipe(sections)), PluginPaths = Checkout.BuiltInPlugins, OutputDirectory = folder.Of("run") },
            run, run._stop.Token);
        run.Print(what, folder.Of("run"));
        return run._swapped >= swaps;
    }

    private void Print(string what, string directory)
    {
        var events = Lines(Path.Combine(directory, "events.jsonl")).Where(line => line["event"]!.GetValue<string>() == "swap").Skip(WarmUp).ToList();
        foreach (var (name, field) in new[]
        {
            ("file written to swapped", "written_to_swapped_ms"), ("loading beside the old one", "load_ms"), ("canary", "canary_ms"), ("the loop stands still", "stall_ms"),
        })
        {
            Figures.Print($"{what}: {name}", events.Select(line => line[field]!.GetValue<double>()), "ms");
        }

        var steps = Lines(Path.Combine(directory, "metrics.jsonl")).Skip(WarmUp).ToLookup(line => line["swaps"] is not null, line => 1000 * line["step_time"]!.GetValue<double>());
        Figures.Print($"{what}: a step after no swap", steps[false], "ms");
        Figures.Print($"{what}: a step after a swap", steps[true], "ms");
        var (first, last) = (_memory[0], _memory[^1]);
        var between = _swapped - (_swaps / 5);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {_swapped} swaps; after the first {_swaps / 5}: managed {(last.Managed - first.Managed) / (double)between:0} bytes a swap, resident {(last.Resident - first.Resident) / 1024.0 / between:0.0} KiB a swap ({first.Resident >> 20} -> {last.Resident >> 20} MiB)"));
    }

    private static IEnumerable<JsonObject> Lines(string path) => File.ReadLines(path).Select(line => JsonNode.Parse(line)!.AsObject());

    private static string Recipe(string sections) => $$"""
        name: hot-swap
        policy: { model: '{{Checkout.Model("quickstart")}}' }
        data: { train: { use: arithmetic } }
        algorithm: { use: agro, beta: 0.05 }
        rollouts: { prompts_per_step: 4, group_size: 4, max_tokens: 8 }
        training: { steps: 1000000, learning_rate: 1.0e-6 }
        {{sections}}
        """;

    /// <inheritdoc/>
    public void Started(RunStart start)
    {
    }

    /// <inheritdoc/>
    public void Phase(string phase)
    {
    }

    /// <inheritdoc/>
    public void Stepped(StepReport report)
    {
        if (Volatile.Read(ref _swapped) < _written) return;
        if (_written == _swaps / 5 || _written == _swaps) Remember();
        if (_written >= _swaps) _stop.Cancel();
        else _write(++_written);
    }

    /// <inheritdoc/>
    public void Evaluated(EvaluationReport report)
    {
    }

    /// <inheritdoc/>
    public void Note(string text)
    {
    }

    /// <inheritdoc/>
    public void Warn(string text)
    {
        if (!text.Contains("every completion got the same reward", StringComparison.Ordinal)) Console.WriteLine($"warning: {text}");
    }

    /// <inheritdoc/>
    public void Swapped(SwapReport report)
    {
        if (report.Outcome == SwapOutcome.Swapped) Interlocked.Increment(ref _swapped);
        else Console.WriteLine($"{report.Outcome}: {report.Text}");
    }

    /// <inheritdoc/>
    public void Ended(RunSummary summary)
    {
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private void Remember()
    {
        for (var round = 0; round < 4; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        _memory.Add((GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet));
    }
}
