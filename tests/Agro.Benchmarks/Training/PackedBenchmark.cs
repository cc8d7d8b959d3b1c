using System.Diagnostics;
using System.Globalization;
using Agro.Engine.Benchmarks;
using Agro.Models.Native;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Benchmarks.Training;

/// <summary>
/// Forward and backward of groups of completions with every sequence laid out by itself, and with each prompt computed once, in turns in
/// one process.
/// </summary>
internal static class PackedBenchmark
{
    private const int Rounds = 5;

    /// <summary>Measures both.</summary>
    /// <returns>The exit code.</returns>
    public static int Run()
    {
        LibTorch.Load();
        Measure("s", "8 x 8 completions of 64 on prompts of 64", 8, _ => 64);
        Measure("s", "8 x 8 completions of 16 to 112 on prompts of 64", 8, row => 16 + (row * 37 % 97));
        Measure("m", "2 x 8 completions of 64 on prompts of 64", 2, _ => 64);
        return 0;
    }

    private static void Measure(string shape, string work, int groups, Func<int, int> length)
    {
        var (name, config) = BenchmarkShape.Of(shape, quick: false);
        using var model = CausalModel.Create(config, 1);
        var sequences = Enumerable.Range(0, groups * 8).Select(row => new TokenSequence(
            [.. Enumerable.Range(0, 64).Select(t => (((row / 8) * 7919) + (t * 31)) % config.VocabularySize)],
            [.. Enumerable.Range(0, length(row)).Select(t => ((row * 613) + (t * 17)) % config.VocabularySize)])).ToArray();
        var (plain, packed) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            plain.Add(Time(model, () => new SequenceBatch(sequences, config)));
            packed.Add(Time(model, () => new PackedBatch(sequences, config)));
        }

        var (before, after) = (Figures.MedianAfterFirst(plain), Figures.MedianAfterFirst(packed));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}, {work}: {SequenceBatch.TokensOf(sequences)} tokens in {before:0.000} s, {PackedBatch.TokensOf(sequences)} tokens in {after:0.000} s: {before / after:0.00} times as fast"));
    }

    private static double Time(CausalModel model, Func<CompletionBatch> batch)
    {
        foreach (var parameter in model.Parameters.Values) parameter.grad?.zero_();
        var start = Stopwatch.GetTimestamp();
        using (NewDisposeScope())
        {
            var pass = new CompletionPass(model, batch(), 1, null);
            pass.Backward(ones_like(pass.Outputs().LogProbs), null, null);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
