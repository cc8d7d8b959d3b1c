using System.Globalization;
using Agro.Engine;
using Agro.Engine.Benchmarks;
using Agro.Engine.Runs;
using Agro.Tests;

namespace Agro.Benchmarks.Soak;

/// <summary>
/// Memory over the steps of a run: a small policy of random weights, completions of any length up to a limit, rewards, a reference policy,
/// several micro-batches, the optimizer, a few checkpoints. Resident memory is what no count of handles stands for. The managed heap grows by a few hundred bytes a step
/// while the tokenizer's memory of words fills up, by 10 MB at most.
/// </summary>
internal sealed class SoakBenchmark : IRunObserver
{
    /// <summary>KiB a step; what files, histories or fragments may take of the process in 2,000 steps is 10 MB then.</summary>
    private const double Most = 5;
    private const int Samples = 100, Rows = 25;
    private readonly int _every;
    private readonly List<MemorySample> _samples = [];

    private SoakBenchmark(int steps) => _every = steps / Samples;

    /// <summary>Runs and measures.</summary>
    /// <param name="steps">Steps, 200 or more.</param>
    /// <returns>The exit code: 1 when memory grew.</returns>
    public static int Run(int steps)
    {
        using var folder = new TemporaryFolder();
        WritePolicy(folder.Of("model"));
        var run = new SoakBenchmark(steps);
        Console.WriteLine($"{steps} steps; {Environment.ProcessorCount} cores, .NET {Environment.Version}, {Environment.GetEnvironmentVariable("OMP_NUM_THREADS") ?? "all"} OpenMP threads");
        Console.WriteLine(MemorySample.Header);
        TrainingRun.Execute(
            new RunRequest { RecipePath = folder.Write("recipe.yaml", Recipe(steps)), PluginPaths = Checkout.BuiltInPlugins, OutputDirectory = folder.Of("run") }, run);
        return run.Judge();
    }

    private int Judge()
    {
        var settled = _samples.Skip(_samples.Count / 4).ToList();
        var resident = Trend.Of([.. settled.Select(sample => ((double)sample.Step, (double)sample.ResidentKilobytes))]);
        var managed = Trend.Of([.. settled.Select(sample => ((double)sample.Step, sample.ManagedBytes / 1024.0))]);
        var tensors = settled[^1].Tensors - settled[0].Tensors;
        var flat = resident.Slope <= Most && tensors <= 0;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"steps {settled[0].Step} to {settled[^1].Step}: RSS {resident.Slope:+0.000;-0.000} ± {resident.Error:0.000} KB a step, managed {managed.Slope:+0.000;-0.000} ± {managed.Error:0.000} KB a step, {tensors:+0;-0;0} tensors: {(flat ? "flat" : "GROWS")} (at most {Most} KB a step)"));
        return flat ? 0 : 1;
    }

    /// <summary>One token of sixteen ends a completion, so that random weights end theirs at any length.</summary>
    private static void WritePolicy(string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (var file in Directory.GetFiles(Checkout.Model("quickstart-init"), "tokenizer*.json")) File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));
        var config = BenchmarkShape.Of(BenchmarkOptions.Tiny, quick: true).Config with
        {
            VocabularySize = 258,
            EndOfSequenceIds = [257, .. Enumerable.Range(0, 15)],
        };
        config.Save(Path.Combine(directory, "config.json"));
    }

    private static string Recipe(int steps) => $$"""
        name: soak
        policy: { model: model, init: random }
        data: { train: { use: arithmetic, min_terms: 2, max_terms: 4, min_digits: 1, max_digits: 3 } }
        rewards:
          - { use: length, unit: tokens, target: 24 }
          - { use: final-answer }
        algorithm: { use: agro, beta: 0.05 }
        rollouts: { prompts_per_step: 4, group_size: 4, max_tokens: 64 }
        training: { steps: {{steps}}, learning_rate: 1.0e-5, micro_batch_tokens: 512, checkpoint_every: {{steps / 5}} }
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
        if (report.Step % _every != 0) return;
        _samples.Add(MemorySample.Take(report.Step, report.Metrics.GetValueOrDefault("completions/mean_length")));
        if (_samples.Count == 1 || _samples.Count % (Samples / Rows) == 0) Console.WriteLine(_samples[^1]);
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
    public void Warn(string text) => Console.WriteLine($"warning: {text}");

    /// <inheritdoc/>
    public void Swapped(SwapReport report)
    {
    }

    /// <inheritdoc/>
    public void Ended(RunSummary summary)
    {
    }
}
