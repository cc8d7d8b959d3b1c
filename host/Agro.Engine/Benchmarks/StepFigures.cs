namespace Agro.Engine.Benchmarks;

/// <summary>A whole RL step. The seconds are those of the middle sample; everything else is computed from them.</summary>
/// <param name="Shape">The model.</param>
/// <param name="Prompts">Prompts of the step.</param>
/// <param name="Completions">Completions of each; the prompt is computed once for all of them, in generation and in training.</param>
/// <param name="PromptTokens">Tokens of each prompt.</param>
/// <param name="NewTokens">Tokens of each completion.</param>
/// <param name="GenerationSeconds">Sampling the completions.</param>
/// <param name="ReferenceSeconds">Their log-probabilities under the reference policy.</param>
/// <param name="ForwardSeconds">Their log-probabilities and entropies under the policy.</param>
/// <param name="BackwardSeconds">The gradient of the loss, from the log-probabilities on; with several micro-batches, their second forward pass too.</param>
/// <param name="OptimizerSeconds">Zeroing gradients, clipping, AdamW.</param>
/// <param name="RestSeconds">Everything else: requests, text, rewards, batches, the loss, metrics, writing the rollouts to a file.</param>
/// <param name="EagerSeconds">The same work as a plain program does it with the same libtorch, sampled in turns with it.</param>
/// <param name="Spread">Seconds of a step.</param>
/// <param name="Conditions">The machine meanwhile.</param>
public sealed record StepFigures(
    string Shape, int Prompts, int Completions, int PromptTokens, int NewTokens,
    double GenerationSeconds, double ReferenceSeconds, double ForwardSeconds, double BackwardSeconds, double OptimizerSeconds, double RestSeconds, double EagerSeconds,
    Spread Spread, SectionConditions Conditions)
{
    /// <summary>The six parts together.</summary>
    public double StepSeconds => GenerationSeconds + ReferenceSeconds + ForwardSeconds + BackwardSeconds + OptimizerSeconds + RestSeconds;

    /// <summary>Tokens sampled by the seconds of the whole step.</summary>
    public double NewTokensPerSecond => Prompts * Completions * (double)NewTokens / StepSeconds;

    /// <summary>How many times as fast as the plain program.</summary>
    public double TimesEager => EagerSeconds / StepSeconds;

    /// <summary>Host overhead: the share of what is not model arithmetic.</summary>
    public double RestShare => RestSeconds / StepSeconds;

    /// <summary>Whether the machine changed meanwhile, or other processes took too much of it.</summary>
    public bool IsNoisy => Conditions.HasDrifted || Spread.IsNoisy;
}
