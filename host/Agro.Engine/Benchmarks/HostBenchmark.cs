using System.Runtime.InteropServices;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Engine.Benchmarks;

/// <summary>Measures what this machine makes of training and decoding, in one process, against its own limits.</summary>
public static class HostBenchmark
{
    /// <summary>Runs a benchmark. libtorch must be loaded; its number of threads is put back afterwards.</summary>
    /// <param name="options">What to measure.</param>
    /// <param name="progress">Told what is being measured.</param>
    /// <param name="stop">Ends it between samples.</param>
    /// <returns>What it found.</returns>
    public static BenchmarkReport Run(BenchmarkOptions options, Action<string> progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Run(options, (options.Quick ? SamplerSettings.Quick : SamplerSettings.Full) with { ProcessorTime = options.ProcessorTime }, progress, stop);
    }

    /// <summary>The same with settings of the caller.</summary>
    internal static BenchmarkReport Run(BenchmarkOptions options, SamplerSettings settings, Action<string> progress, CancellationToken stop)
    {
        var threads = get_num_threads();
        set_num_threads(options.Threads);
        try
        {
            return Measure(options, new(new(settings, stop), progress));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static BenchmarkReport Measure(BenchmarkOptions options, SectionRunner sections)
    {
        var shapes = options.Cases == BenchmarkCases.None ? [] : options.Shapes.Select(name => BenchmarkShape.Of(name, options.Quick)).ToList();
        var (limits, convolution) = (sections.Limits, sections.ConvolutionGigaflops());
        var (decode, training, steps) = (new List<DecodeFigures>(), new List<TrainingFigures>(), new List<StepFigures>());
        foreach (var shape in shapes)
        {
            if (options.Cases.HasFlag(BenchmarkCases.Decode)) decode.AddRange(new DecodeCase(shape, sections).Run());
            if (options.Cases.HasFlag(BenchmarkCases.Train)) training.Add(new TrainingCase(shape, sections).Run());
            if (options.Cases.HasFlag(BenchmarkCases.Step)) steps.Add(new StepCase(shape, sections).Run());
        }

        return new(Machine(), options.Quick, options.ProcessorTime ? "processor" : "wall", limits, convolution, [.. shapes.Select(Model)], decode, training, steps);
    }

    private static MeasuredModel Model(BenchmarkShape shape)
    {
        var config = shape.Config;
        return new(
            shape.Name, config.HiddenSize, config.LayerCount, config.HeadCount, config.KeyValueHeadCount, config.IntermediateSize,
            config.VocabularySize, (long)ParameterShapes.Count(config));
    }

    private static BenchmarkMachine Machine()
    {
        var threads = get_num_threads();
        // The decoder takes libtorch's number, and no more than there are processors.
        return new(
            Processor(), Environment.ProcessorCount, threads, Math.Min(threads, Environment.ProcessorCount), __version__,
            RuntimeInformation.OSDescription, "float32");
    }

    private static string Processor()
    {
        const string file = "/proc/cpuinfo", name = "model name";
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(text => text.StartsWith(name, StringComparison.Ordinal)) : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
