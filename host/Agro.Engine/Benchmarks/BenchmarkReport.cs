using System.Text.Json;

namespace Agro.Engine.Benchmarks;

/// <summary>Where a benchmark ran.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Processors">How many the process may use.</param>
/// <param name="TorchThreads">Threads of libtorch's operations (OpenMP).</param>
/// <param name="DecoderThreads">Threads of the decoder.</param>
/// <param name="TorchVersion">The version of libtorch.</param>
/// <param name="System">The operating system.</param>
/// <param name="Type">The type of weights and arithmetic.</param>
public sealed record BenchmarkMachine(
    string Processor, int Processors, int TorchThreads, int DecoderThreads, string TorchVersion, string System, string Type);

/// <summary>A model that was measured.</summary>
/// <param name="Name">Its name in the figures.</param>
/// <param name="HiddenSize">d.</param>
/// <param name="Layers">Decoder layers.</param>
/// <param name="Heads">Query heads.</param>
/// <param name="KeyValueHeads">Key and value heads.</param>
/// <param name="IntermediateSize">The width inside the feed-forward blocks.</param>
/// <param name="VocabularySize">V; the head shares the embedding.</param>
/// <param name="Parameters">All parameters.</param>
public sealed record MeasuredModel(
    string Name, int HiddenSize, int Layers, int Heads, int KeyValueHeads, int IntermediateSize, int VocabularySize, long Parameters);

/// <summary>Everything a benchmark found.</summary>
/// <param name="Machine">Where.</param>
/// <param name="Quick">Whether it was cut short: such figures show that it works and are not to be reported.</param>
/// <param name="Clock">What all seconds are of: <c>wall</c>, or <c>processor</c> for the processor time of this process.</param>
/// <param name="Limits">The machine's limits at the beginning.</param>
/// <param name="ConvolutionGigaflops">
/// GFLOP/s of the product that the GEMM peak is measured with, as a convolution of 1 x 1: training and prefill use it where it was seen to
/// be faster, which is why their shares of that peak may be above 1.
/// </param>
/// <param name="Models">The models.</param>
/// <param name="Decode">Prefill and decode, by model, batch and decoder.</param>
/// <param name="Training">Training steps, by model.</param>
/// <param name="Steps">RL steps, by model.</param>
public sealed record BenchmarkReport(
    BenchmarkMachine Machine, bool Quick, string Clock, MachineLimits Limits, Spread ConvolutionGigaflops,
    IReadOnlyList<MeasuredModel> Models,
    IReadOnlyList<DecodeFigures> Decode, IReadOnlyList<TrainingFigures> Training, IReadOnlyList<StepFigures> Steps)
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>One JSON object, in one line; names are those of these records in snake case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SnakeCase);
}
