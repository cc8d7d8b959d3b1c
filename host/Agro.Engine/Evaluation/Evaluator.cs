using Agro.Engine.Recipes;
using Agro.Engine.Rewards;
using Agro.Engine.Rollouts;

namespace Agro.Engine.Evaluation;

/// <summary>How the policy is evaluated.</summary>
/// <param name="Prompts">How many prompts, from the data's first on; fewer when the data has fewer.</param>
/// <param name="Samples">Completions of each prompt.</param>
/// <param name="Sampling">How they are sampled.</param>
/// <param name="Metrics">What to measure.</param>
/// <param name="Seed">Decides the random choices; the same at every evaluation, so that two differ by the policy alone.</param>
internal sealed record EvaluationPlan(long Prompts, int Samples, SamplingOptions Sampling, IReadOnlyList<EvalMetric> Metrics, long Seed)
{
    /// <summary>The plan of a recipe.</summary>
    /// <param name="recipe">The recipe, with an eval section.</param>
    public static EvaluationPlan Of(Recipe recipe) => new(
        recipe.Eval!.Prompts, recipe.Eval.Samples, recipe.EvalSampling, [.. recipe.Eval.Metrics.Select(EvalMetric.Parse)],
        CounterRandom.Mix(recipe.Seed, (long)Purpose.Evaluation));

    /// <summary>How many prompts are taken of a source.</summary>
    /// <param name="source">The held-out data.</param>
    /// <exception cref="InputException">More than can be kept at once.</exception>
    public int PromptsOf(IDataSource source)
    {
        var count = Math.Min(Prompts, source.Count ?? long.MaxValue);
        return (Int128)count * Samples <= RolloutsSection.MostCompletions
            ? (int)count
            : throw new InputException(FormattableString.Invariant(
                $"{count} prompts with {Samples} samples each are more completions than the {RolloutsSection.MostCompletions} that are kept at once: lower eval.prompts or eval.samples"));
    }
}

/// <summary>What an evaluation found.</summary>
/// <param name="Metrics">Metrics by name.</param>
/// <param name="Scored">The completions, and the reward functions' faults.</param>
internal sealed record EvaluationOutcome(IReadOnlyDictionary<string, double> Metrics, ScoredRollouts Scored)
{
    /// <summary>How many prompts were taken.</summary>
    public required int Prompts { get; init; }

    /// <summary>How many prompts were too long for the model.</summary>
    public required int LeftOut { get; init; }

    /// <summary>What a person should know: prompts that were left out, reward functions that failed. The same text at each evaluation.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>
/// Samples completions of held-out prompts and measures them. A completion passes when the first reward function of the recipe
/// gives it at least 1.
/// </summary>
/// <param name="pipeline">Samples the completions.</param>
/// <param name="scorer">Scores them.</param>
internal sealed class Evaluator(RolloutPipeline pipeline, RewardScorer scorer)
{
    /// <summary>Evaluates the policy.</summary>
    /// <param name="source">The held-out data.</param>
    /// <param name="plan">How.</param>
    /// <param name="functions">The reward functions, at least one.</param>
    /// <param name="weights">Their weights by name.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What it found.</returns>
    /// <exception cref="AgroException">No prompt fits the model.</exception>
    public EvaluationOutcome Evaluate(
        IDataSource source,
        EvaluationPlan plan,
        IReadOnlyList<RewardFunction> functions,
        IReadOnlyDictionary<string, double> weights,
        CancellationToken cancellationToken)
    {
        var count = plan.PromptsOf(source);
        var taken = pipeline.Intake.ForSampling(source, PromptIntake.InOrder(source), count, plan.Sampling.MaxTokens, cancellationToken);
        var groups = pipeline.Sample(taken.Prompts, plan.Samples, plan.Sampling, plan.Seed, cancellationToken);
        var scored = scorer.ScoreAsync(functions, weights, groups, cancellationToken).GetAwaiter().GetResult();
        var metrics = Measure(scored, plan, [.. functions.Select(function => function.Name)], taken.Prompts.Count);
        var warnings = scored.Faults.Select(fault => $"evaluation: {fault}");
        if (taken.TooLong is { } tooLong)
            warnings = warnings.Prepend($"data.eval: left out {taken.LeftOut} of the first {taken.Examined} prompts: {tooLong}");
        return new(metrics, scored) { Prompts = taken.Prompts.Count, LeftOut = taken.LeftOut, Warnings = [.. warnings] };
    }

    private static Dictionary<string, double> Measure(ScoredRollouts scored, EvaluationPlan plan, IReadOnlyList<string> functions, int prompts)
    {
        var rollouts = scored.Groups.SelectMany(group => group.Rollouts).ToList();
        var metrics = new Dictionary<string, double>();

        // A completion that a reward function failed on counts as not passed: leaving it out would flatter the policy.
        var attempts = scored.Groups.Select(group => (IReadOnlyList<Attempt>)
            [
                .. group.Rollouts.Select(rollout => new Attempt(
                    rollout.RewardParts.GetValueOrDefault(functions[0]) >= 1, rollout.Extracted ?? rollout.Completion.Text)),
                .. Enumerable.Repeat(new Attempt(false, ""), plan.Samples - group.Rollouts.Length),
            ])
            .Concat(Enumerable.Repeat<IReadOnlyList<Attempt>>([.. Enumerable.Repeat(new Attempt(false, ""), plan.Samples)], prompts - scored.Groups.Count))
            .ToList();
        foreach (var metric in plan.Metrics) metrics[metric.ToString()] = EvaluationMetrics.Compute(metric, attempts);
        if (rollouts.Count == 0) return metrics;
        metrics["reward"] = rollouts.Average(rollout => rollout.Reward);
        foreach (var name in functions.Where(name => functions.Count > 1 && rollouts.Exists(rollout => rollout.RewardParts.ContainsKey(name))))
        {
            metrics[$"rewards/{name}/mean"] = rollouts.Where(rollout => rollout.RewardParts.ContainsKey(name)).Average(rollout => rollout.RewardParts[name]);
        }

        metrics["completions/mean_length"] = rollouts.Average(rollout => rollout.Completion.Tokens.Length);
        metrics["completions/clipped_ratio"] =
            rollouts.Average(rollout => rollout.Completion.FinishReason == FinishReason.Length ? 1.0 : 0);
        return metrics;
    }
}
