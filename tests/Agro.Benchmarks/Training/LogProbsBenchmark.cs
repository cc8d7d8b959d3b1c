using System.Diagnostics;
using System.Globalization;
using Agro.Engine.Benchmarks;
using Agro.Models.Native;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Benchmarks.Training;

/// <summary>
/// Peak memory and time of the gradient of log-probabilities with a large vocabulary, with all logits in the graph and a chunk at a time;
/// and with many layers, with their activations kept and computed again. Each way has a process of its own, because a process's peak never falls.
/// </summary>
internal static class LogProbsBenchmark
{
    private const int Vocabulary = 150_000, Sequences = 8, Length = 385;

    /// <summary>Runs every way.</summary>
    /// <returns>The exit code.</returns>
    public static int Run()
    {
        Console.WriteLine($"{Sequences} completions of {Length - 1} tokens, vocabulary {Vocabulary}: all logits in float32 are {(long)Sequences * (Length - 1) * Vocabulary * 4 >> 20} MiB");
        return OwnProcess.Run("log-probs", "whole", "chunks", "layers", "checkpointed");
    }

    /// <summary>Measures one way.</summary>
    /// <param name="way">whole or chunks, of the vocabulary; layers or checkpointed, of many layers.</param>
    /// <returns>The exit code.</returns>
    public static int Measure(string way)
    {
        LibTorch.Load();
        // Many layers and few words, or the other way round.
        var deep = way is "layers" or "checkpointed";
        var shape = BenchmarkShape.Of("s", quick: false).Config;
        var config = deep ? shape with { LayerCount = 16 } : shape with { VocabularySize = Vocabulary, LayerCount = 2 };
        using var model = CausalModel.Create(config, 1);
        var sequences = Enumerable.Range(0, Sequences)
            .Select(row => new TokenSequence([1], [.. Enumerable.Range(0, Length - 1).Select(t => (row * 7919 + t * 104_729) % config.VocabularySize)])).ToArray();
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        var before = process.WorkingSet64;
        var start = Stopwatch.GetTimestamp();
        using (NewDisposeScope())
        {
            if (way is "layers" or "checkpointed")
            {
                var pass = model.PassOver(sequences, checkpointed: way == "checkpointed");
                pass.Backward(ones_like(pass.Outputs().LogProbs), null, null);
            }
            else if (way == "whole")
            {
                var graph = model.LogProbsOf(sequences, entropies: true);
                (graph.LogProbs + graph.Entropies!).sum().backward();
            }
            else
            {
                var pass = model.PassOver(sequences);
                var ones = ones_like(pass.Outputs().LogProbs);
                pass.Backward(ones, ones, null);
            }
        }

        process.Refresh();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{way,-8} {Stopwatch.GetElapsedTime(start).TotalSeconds,6:0.0} s, peak {(process.PeakWorkingSet64 - before) >> 20} MiB above {before >> 20} MiB"));
        return 0;
    }
}
