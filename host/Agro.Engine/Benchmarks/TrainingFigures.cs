namespace Agro.Engine.Benchmarks;

/// <summary>A training step on given completions. The seconds are those of the middle sample; everything else is computed from them.</summary>
/// <param name="Shape">The model.</param>
/// <param name="Sequences">Sequences of the step.</param>
/// <param name="SequenceTokens">Tokens of each; the first half is its prompt, shared with none.</param>
/// <param name="ForwardSeconds">The pass up to the head.</param>
/// <param name="LogProbsSeconds">Log-probabilities and entropies of the completions' tokens.</param>
/// <param name="BackwardSeconds">The gradient of a weighted sum of the log-probabilities.</param>
/// <param name="OptimizerSeconds">Clipping by the joint norm, AdamW, and zeroing the gradients.</param>
/// <param name="Gigaflop">
/// 10^9 FLOPs: 3 (2 tok P + 2 tok_logit V d + 2 L T H hd tok), with P the weights of the blocks and T and tok without the last token of
/// each sequence, which nothing follows.
/// </param>
/// <param name="EagerSeconds">The same work as a plain program does it with the same libtorch, sampled in turns with it.</param>
/// <param name="Spread">Seconds of a step.</param>
/// <param name="Conditions">The machine meanwhile.</param>
public sealed record TrainingFigures(
    string Shape, int Sequences, int SequenceTokens,
    double ForwardSeconds, double LogProbsSeconds, double BackwardSeconds, double OptimizerSeconds,
    double Gigaflop, double EagerSeconds, Spread Spread, SectionConditions Conditions)
{
    /// <summary>The four parts together.</summary>
    public double StepSeconds => ForwardSeconds + LogProbsSeconds + BackwardSeconds + OptimizerSeconds;

    /// <summary>All tokens of the sequences, prompts included, by the seconds of a step.</summary>
    public double TokensPerSecond => Sequences * (double)SequenceTokens / StepSeconds;

    /// <summary>The FLOP/s of the whole step, optimizer included, as a share of the GEMM peak.</summary>
    public double ShareOfPeak => Gigaflop / StepSeconds / Conditions.GemmGigaflops;

    /// <summary>How many times as fast as the plain program.</summary>
    public double TimesEager => EagerSeconds / StepSeconds;

    /// <summary>The optimizer's share of the step.</summary>
    public double OptimizerShare => OptimizerSeconds / StepSeconds;

    /// <summary>Whether the machine changed meanwhile, or other processes took too much of it.</summary>
    public bool IsNoisy => Conditions.HasDrifted || Spread.IsNoisy;
}
