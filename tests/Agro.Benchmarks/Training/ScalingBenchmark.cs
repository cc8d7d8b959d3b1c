using System.Diagnostics;
using System.Globalization;
using Agro.Engine.Benchmarks;
using Agro.Engine.Training;
using Agro.Models.Native;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Benchmarks.Training;

/// <summary>
/// The gradient of more and more completions in micro-batches of 8,192 tokens: what a token costs, in turns in one process. Several
/// micro-batches cost one more forward pass, because a loss may couple all completions: see <see cref="PolicyGradientPass"/>.
/// </summary>
internal static class ScalingBenchmark
{
    private const int Rounds = 5, MicroBatchTokens = 8192, Completions = 8;

    private static readonly int[] Prompts = [4, 8, 16, 32, 64];

    /// <summary>Measures it.</summary>
    /// <returns>The exit code.</returns>
    public static int Run()
    {
        LibTorch.Load();
        var shape = BenchmarkShape.Of("s", quick: false);
        using var model = CausalModel.Create(shape.Config, 1);
        var pass = new PolicyGradientPass(model, temperature: 1);
        var times = Prompts.Select(_ => new List<double>()).ToList();
        var work = new (long Tokens, int MicroBatches)[Prompts.Length];
        for (var round = 0; round <= Rounds; round++)
            for (var i = 0; i < Prompts.Length; i++)
            {
                var sequences = Groups(shape, Prompts[i]);
                var plan = MicroBatchPlan.ByTokens(sequences, MicroBatchTokens);
                work[i] = (PackedBatch.TokensOf(sequences), plan.MicroBatches.Count);
                times[i].Add(Time(model, pass, sequences, plan));
            }

        foreach (var ((tokens, parts), seconds) in work.Zip(times.Select(Figures.MedianAfterFirst)))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"S, {tokens,6} tokens in micro-batches: {parts,2}, {seconds,7:0.000} s, {seconds / tokens * 1e6,5:0.0} microseconds a token"));
        return 0;
    }

    private static TokenSequence[] Groups(BenchmarkShape shape, int prompts)
    {
        var completions = shape.RandomTokens(prompts * Completions, shape.NewTokens);
        return [.. shape.RandomTokens(prompts, shape.PromptTokens).SelectMany((prompt, group) =>
            Enumerable.Range(group * Completions, Completions).Select(row => new TokenSequence(prompt, completions[row])))];
    }

    private static double Time(CausalModel model, PolicyGradientPass pass, TokenSequence[] sequences, MicroBatchPlan plan)
    {
        foreach (var parameter in model.Parameters.Values) parameter.grad?.zero_();
        var start = Stopwatch.GetTimestamp();
        using (NewDisposeScope()) pass.Run(sequences, plan, outputs => new(outputs.LogProbs.sum()));
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
