using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Engine.Benchmarks;

/// <summary>What this machine can do at best, with the threads that are set.</summary>
/// <param name="GemmGigaflops">
/// GFLOP/s of <c>functional.linear</c> with 1536 rows, inputs and outputs in float32: 2 * 1536^3 FLOPs by the seconds of one call.
/// </param>
/// <param name="ReadGigabytes">GB/s of the sum over 192 MB of float32, more than any cache holds.</param>
public sealed record MachineLimits(Spread GemmGigaflops, Spread ReadGigabytes)
{
    private const long Size = 1536, ReadBytes = 192_000_000;

    /// <summary>The same product as a convolution of 1 x 1, which oneDNN computes: training uses it where that was seen to be faster.</summary>
    internal static Spread MeasureConvolution(RunSampler sampler)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var (rows, weight) = (rand([Size, Size], ScalarType.Float32), rand([Size, Size], ScalarType.Float32));
        var runs = sampler.Take(_ =>
        {
            using var inner = NewDisposeScope();
            PointwiseProduct.Of(rows, weight, null);
        });
        return runs[0].Seconds.Rate(2.0 * Size * Size * Size / 1e9);
    }

    /// <summary>Measures both.</summary>
    internal static MachineLimits Measure(RunSampler sampler)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var (rows, weight, memory) = (rand([Size, Size], ScalarType.Float32), rand([Size, Size], ScalarType.Float32), ones([ReadBytes / sizeof(float)], ScalarType.Float32));
        var gemm = sampler.Take(_ => nn.functional.linear(rows, weight).Dispose())[0];
        var read = sampler.Take(_ => memory.sum().Dispose())[0];
        return new(gemm.Seconds.Rate(2.0 * Size * Size * Size / 1e9), read.Seconds.Rate(ReadBytes / 1e9));
    }
}

/// <summary>Under which conditions a section was measured.</summary>
/// <param name="GemmGigaflops">The mean of the GEMM peak before and after it.</param>
/// <param name="ReadGigabytes">The mean of the read bandwidth before and after it.</param>
/// <param name="Drift">The larger relative difference between before and after.</param>
/// <param name="PeakMegabytes">The most resident memory of the process during the section, in MB; from its start on where it cannot be reset.</param>
public sealed record SectionConditions(double GemmGigaflops, double ReadGigabytes, double Drift, double PeakMegabytes)
{
    private const double MostDrift = 0.1;

    /// <summary>Whether the machine changed by more than 10 % between before and after: what is related to its limits says little then.</summary>
    public bool HasDrifted => Drift > MostDrift;

    /// <summary>Takes the means of two measures.</summary>
    internal static SectionConditions Of(MachineLimits before, MachineLimits after, double peakMegabytes)
    {
        var (gemm, gemmDrift) = Between(before.GemmGigaflops, after.GemmGigaflops);
        var (read, readDrift) = Between(before.ReadGigabytes, after.ReadGigabytes);
        return new(gemm, read, Math.Max(gemmDrift, readDrift), peakMegabytes);
    }

    private static (double Mean, double Drift) Between(Spread before, Spread after)
    {
        var mean = (before.Median + after.Median) / 2;
        return (mean, Math.Abs(before.Median - after.Median) / mean);
    }
}
