using System.Globalization;
using Agro.Engine.Benchmarks;

namespace Agro.Cli.Benchmarks;

/// <summary>A benchmark's report as tables that stand in 120 columns.</summary>
internal static class BenchText
{
    /// <summary>What the command's help says: the method of each figure.</summary>
    public const string Description = """
        Measure this machine's decoding and training against its own limits, with random weights in float32.
          gemm      GFLOP/s of linear 1536 x 1536 x 1536; GB/s of a sum over 192 MB; both are measured
                    again before and after everything else, and the mean is what shares refer to
                    (above 100 %: linear is not the best that this processor can do; the same product as a
                    convolution of 1 x 1, which training uses where it is faster, is measured too)
          decode    prompts of 64 tokens and 64 more tokens at each batch, by rollouts' own engine; its limit
                    is the longer of FLOPs at the peak and bytes (weights, keys, values) at the bandwidth.
                    linear (libtorch's functional.linear) and libtorch (transposed products) are sampled in turns
                    with it to compare; x linear: how many times as fast; choice: the share of choosing tokens
          train     32 x 128 (s) or 8 x 256 (m) tokens, half of each sequence its prompt; share of the peak:
                    3 (2 tok P + 2 tok_logit V d + 2 L T H hd tok) FLOPs by the seconds of the whole step
          step      an RL step: generation, reference, forward, backward, optimizer; rest is host overhead
        x eager: how many times as fast as a plain program with the same libtorch, as one writes it in PyTorch:
                    padded rows, linear, scaled_dot_product_attention, a cache joined by cat, AdamW
        Figures are those of the middle sample; +- is half the distance of the quartiles. Marked noisy: the
        limits differ by more than 10 % before and after, or other processes took more than 5 % of the
        processors in all but two samples.
        """;

    private static readonly string[] DecodeHeader =
        ["decoder", "batch", "prefill tok/s", "of peak", "decode tok/s", "ms/step", "of limit", "x linear", "choice", "+-", "peak MB", ""];

    private static readonly string[] TrainingHeader =
        ["tokens", "forward", "log-probs", "backward", "optimizer", "step", "x eager", "tok/s", "of peak", "optimizer", "+-", "peak MB", ""];

    private static readonly string[] StepHeader =
        ["completions", "generation", "reference", "forward", "backward", "optimizer", "rest", "step", "x eager", "rest", "+-", "peak MB", ""];

    /// <summary>The lines of a report.</summary>
    /// <param name="report">The report.</param>
    public static IEnumerable<string> Lines(BenchmarkReport report)
    {
        var machine = report.Machine;
        yield return $"{machine.Processor}, {machine.Processors} processors; {machine.System}";
        yield return $"libtorch {machine.TorchVersion}, {machine.TorchThreads} OpenMP threads, {machine.DecoderThreads} decoder threads, {machine.Type}";
        if (report.Clock != "wall") yield return "Seconds are processor time of this process.";
        if (report.Quick) yield return "Quick: fewer and shorter samples, not to be reported.";
        yield return Limit("linear 1536 x 1536 x 1536", report.Limits.GemmGigaflops, "GFLOP/s");
        yield return Limit("the same as convolution", report.ConvolutionGigaflops, "GFLOP/s");
        yield return Limit("sum over 192 MB", report.Limits.ReadGigabytes, "GB/s");
        foreach (var line in report.Models.SelectMany(model => OfModel(model, report))) yield return line;
    }

    private static IEnumerable<string> OfModel(MeasuredModel model, BenchmarkReport report)
    {
        yield return "";
        yield return Invariant($"{model.Name}: d {model.HiddenSize}, {model.Layers} layers, {model.Heads} heads, {model.KeyValueHeads} KV heads, ffn {model.IntermediateSize}, vocabulary {model.VocabularySize}: {model.Parameters / 1e6:0.0} million parameters");
        var decode = report.Decode.Where(row => row.Shape == model.Name).ToList();
        if (decode.Count > 0)
            foreach (var line in Table($"decode: prompts of {decode[0].PromptTokens} tokens, {decode[0].NewTokens} steps", DecodeHeader, decode.Select(Row))) yield return line;
        var training = report.Training.Where(row => row.Shape == model.Name).ToList();
        if (training.Count > 0)
            foreach (var line in Table("training step, in seconds", TrainingHeader, training.Select(Row))) yield return line;
        var steps = report.Steps.Where(row => row.Shape == model.Name).ToList();
        if (steps.Count > 0)
            foreach (var line in Table($"RL step, in seconds: prompts of {steps[0].PromptTokens} tokens, completions of {steps[0].NewTokens}", StepHeader, steps.Select(Row))) yield return line;
    }

    private static string[] Row(DecodeFigures row) =>
    [
        row.Decoder, Number(row.Batch), Number(row.PrefillTokensPerSecond), Share(row.PrefillShareOfPeak), Number(row.DecodeTokensPerSecond),
        Number(1000 * row.DecodeSeconds / row.NewTokens), Share(row.DecodeShareOfLimit), row.TimesLinear is { } times ? Times(times) : "",
        Share(row.ChoiceShare), Share(row.Spread.Deviation), Number(row.Conditions.PeakMegabytes), Noise(row.IsNoisy),
    ];

    private static string[] Row(TrainingFigures row) =>
    [
        $"{row.Sequences} x {row.SequenceTokens}", Seconds(row.ForwardSeconds), Seconds(row.LogProbsSeconds), Seconds(row.BackwardSeconds),
        Seconds(row.OptimizerSeconds), Seconds(row.StepSeconds), Times(row.TimesEager), Number(row.TokensPerSecond), Share(row.ShareOfPeak), Share(row.OptimizerShare),
        Share(row.Spread.Deviation), Number(row.Conditions.PeakMegabytes), Noise(row.IsNoisy),
    ];

    private static string[] Row(StepFigures row) =>
    [
        $"{row.Prompts} x {row.Completions}", Seconds(row.GenerationSeconds), Seconds(row.ReferenceSeconds), Seconds(row.ForwardSeconds),
        Seconds(row.BackwardSeconds), Seconds(row.OptimizerSeconds), Seconds(row.RestSeconds), Seconds(row.StepSeconds), Times(row.TimesEager), Share(row.RestShare),
        Share(row.Spread.Deviation), Number(row.Conditions.PeakMegabytes), Noise(row.IsNoisy),
    ];

    private static IEnumerable<string> Table(string title, string[] header, IEnumerable<string[]> rows)
    {
        string[][] all = [header, .. rows];
        var widths = header.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        yield return title;
        foreach (var row in all) yield return string.Join("  ", row.Select((cell, column) => column == 0 ? $"  {cell.PadRight(widths[0])}" : cell.PadLeft(widths[column]))).TrimEnd();
    }

    private static string Limit(string name, Spread figure, string unit) =>
        Invariant($"{name,-26} {figure.Median,6:0.0} {unit} +- {Share(figure.Deviation)} {Noise(figure.IsNoisy)}").TrimEnd();

    private static string Noise(bool noisy) => noisy ? "noisy" : "";

    private static string Share(double share) => Invariant($"{100 * share:0.0} %");

    private static string Times(double times) => Invariant($"{times:0.00}");

    private static string Seconds(double seconds) => Invariant($"{seconds:0.0000}");

    private static string Number(double value) => Terminal.Figures.Number(value);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
