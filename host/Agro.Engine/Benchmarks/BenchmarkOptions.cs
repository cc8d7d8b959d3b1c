namespace Agro.Engine.Benchmarks;

/// <summary>What a benchmark measures besides the machine itself.</summary>
[Flags]
public enum BenchmarkCases
{
    /// <summary>Nothing: the machine's limits alone.</summary>
    None = 0,

    /// <summary>Prefill and decode.</summary>
    Decode = 1,

    /// <summary>A training step on given completions.</summary>
    Train = 2,

    /// <summary>A whole RL step: generation, reference, training.</summary>
    Step = 4,
}

/// <summary>What to measure, and how long.</summary>
/// <param name="Shapes">Names out of <see cref="Shapes"/>.</param>
/// <param name="Cases">What is measured of each shape.</param>
/// <param name="Threads">Threads of libtorch and of the decoder, from 1 to the processors of this machine.</param>
/// <param name="Quick">Fewer and shorter samples, fewer new tokens, no batch above 32 for M: to see that it works, not to report.</param>
public sealed record BenchmarkOptions(IReadOnlyList<string> Shapes, BenchmarkCases Cases, int Threads, bool Quick)
{
    /// <summary>Whether processor time is counted instead of time on the wall; for one thread only, on a machine that others use too.</summary>
    public bool ProcessorTime { get; init; }

    /// <summary>The shapes that are reported: s and m.</summary>
    public static IReadOnlyList<string> Reported { get; } = ["s", "m"];

    /// <summary>A shape that takes no time, to try the benchmark itself.</summary>
    public const string Tiny = "tiny";
}
