using System.Diagnostics;
using System.Globalization;
using Agro.Engine.Benchmarks;
using Agro.Engine.Training;
using Agro.Models;
using Agro.Models.Lora;
using Agro.Models.Native;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Benchmarks.Training;

/// <summary>
/// Peak memory and time of training steps of a model of 110 million parameters: all of them, adapters of all projections, and adapters of
/// queries and values; with the log-probabilities of the reference policy, which is a copy of the first and the model itself of the others.
/// Each way has a process of its own, because a process's peak never falls.
/// </summary>
internal static class AdapterBenchmark
{
    private const int Sequences = 8, Prompt = 64, Completion = 192, Steps = 6;

    private static readonly ModelConfig Config = BenchmarkShape.Of("m", quick: false).Config;

    /// <summary>Runs every way.</summary>
    /// <returns>The exit code.</returns>
    public static int Run()
    {
        Console.WriteLine($"steps of {Sequences} completions of {Completion} tokens on prompts of {Prompt}, medians of {Steps - 1} after one to warm up");
        return OwnProcess.Run("lora", "full", "lora", "lora-qv");
    }

    /// <summary>Measures one way.</summary>
    /// <param name="way">full, lora or lora-qv.</param>
    /// <returns>The exit code.</returns>
    public static int Measure(string way)
    {
        LibTorch.Load();
        using var model = CausalModel.Create(Config, 1);
        if (way != "full") model.Adapt(LoraOf(way), 1);
        using var copy = way == "full" ? model.Clone(frozen: true) : null;
        using var optimizer = new AdamW(model.TrainedParameters, new());
        var sequences = Enumerable.Range(0, Sequences).Select(row => new TokenSequence([.. Tokens(row, Prompt)], [.. Tokens(row + 100, Completion)])).ToArray();
        var (references, updates, optimizing) = (new List<double>(), new List<double>(), new List<double>());
        for (var step = 0; step < Steps; step++)
        {
            var start = Stopwatch.GetTimestamp();
            using (NewDisposeScope())
            using (no_grad())
            using (model.Adapters?.AsReference())
            {
                (copy ?? model).PassOver(sequences).Outputs();
            }

            references.Add(Take(ref start));
            optimizer.ZeroGrad();
            using (NewDisposeScope())
            {
                var pass = model.PassOver(sequences);
                pass.Backward(ones_like(pass.Outputs().LogProbs), null, null);
            }

            updates.Add(Take(ref start));
            optimizer.ClipGradients(1);
            optimizer.Step(1e-5);
            optimizing.Add(Take(ref start));
        }

        using var process = Process.GetCurrentProcess();
        var trained = model.TrainedParameters.Values.Sum(parameter => parameter.numel()) / 1e6;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{way,-8} {trained,8:0.00} M trained  peak {process.PeakWorkingSet64 >> 20,5} MiB  reference {Figures.MedianAfterFirst(references):0.00} s  forward and backward {Figures.MedianAfterFirst(updates):0.00} s  optimizer {Figures.MedianAfterFirst(optimizing):0.000} s"));
        return 0;
    }

    private static LoraConfig LoraOf(string way) => new()
    {
        Rank = 16,
        Alpha = 32,
        Modules = way == "lora" ? LoraTargets.Of(Config) : [.. LoraTargets.Of(Config).Where(name => name.EndsWith("q_proj", StringComparison.Ordinal) || name.EndsWith("v_proj", StringComparison.Ordinal))],
    };

    private static IEnumerable<int> Tokens(int row, int count) => Enumerable.Range(0, count).Select(t => ((row * 7919) + (t * 104_729)) % Config.VocabularySize);

    private static double Take(ref long start)
    {
        var now = Stopwatch.GetTimestamp();
        var seconds = Stopwatch.GetElapsedTime(start, now).TotalSeconds;
        start = now;
        return seconds;
    }
}
