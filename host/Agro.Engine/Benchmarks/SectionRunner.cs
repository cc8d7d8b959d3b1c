using Agro.Engine.Tracking;

namespace Agro.Engine.Benchmarks;

/// <summary>
/// Runs sections with the machine's limits measured before and after each; what one ends with is what the next begins with.
/// </summary>
/// <param name="sampler">Times work.</param>
/// <param name="progress">Told what is being measured.</param>
internal sealed class SectionRunner(RunSampler sampler, Action<string> progress)
{
    private MachineLimits? _last;
    private double? _peak;

    /// <summary>The limits as they were last measured.</summary>
    public MachineLimits Limits => _last ??= Measure();

    /// <summary>Runs a section.</summary>
    /// <param name="name">What is measured in it.</param>
    /// <param name="measure">Measures it; releases its memory before it returns.</param>
    /// <typeparam name="T">What it finds.</typeparam>
    public (T Found, SectionConditions Conditions) Run<T>(string name, Func<RunSampler, T> measure)
    {
        var before = Limits;
        progress(name);
        _peak = null;
        PeakMemory.Reset();
        var found = measure(sampler);
        var peak = _peak ?? PeakMemory.Megabytes();
        return (found, SectionConditions.Of(before, _last = Measure(), peak));
    }

    /// <summary>Takes the peak memory of a section from some work alone: what comes then is there to be compared with.</summary>
    /// <param name="work">The work; done twice, for what it keeps from one time to the next.</param>
    public void EndPeakWith(Action<PhaseClock> work)
    {
        for (var i = 0; i < 2; i++) work(new());
        _peak = PeakMemory.Megabytes();
    }

    /// <summary>The product of <see cref="Limits"/> as a convolution, in GFLOP/s.</summary>
    public Spread ConvolutionGigaflops() => MachineLimits.MeasureConvolution(sampler);

    private MachineLimits Measure()
    {
        progress("GEMM peak and read bandwidth");
        return MachineLimits.Measure(sampler);
    }
}
