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
    /// <summary>Fields of the data by whose values metrics are told apart.</summary>
    public IReadOnlyList<string> By { get; init; } = [];

    /// <summary>The plan of a recipe.</summary>
    /// <param name="recipe">The recipe, with an eval section.</param>
    public static EvaluationPlan Of(Recipe recipe) => new(
        recipe.Eval!.Prompts, recipe.Eval.Samples, recipe.EvalSampling, [.. recipe.Eval.Metrics.Select(EvalMetric.Parse)],
        CounterRandom.Mix(recipe.Seed, (long)Purpose.Evaluation))
    {
        By = recipe.Eval.By,
    };

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
    // More values of a field would drown the other metrics; such a field tells single prompts apart.
    private const int MostValues = 50;

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
        var metrics = Measure(scored, plan, [.. functions.Select(function => function.Name)], taken.Prompts);
        var warnings = scored.Faults.Select(fault => $"evaluation: {fault}");
        if (taken.TooLong is { } tooLong)
            warnings = warnings.Prepend($"data.eval: left out {taken.LeftOut} of the first {taken.Examined} prompts: {tooLong}");
        return new(metrics, scored) { Prompts = taken.Prompts.Count, LeftOut = taken.LeftOut, Warnings = [.. warnings] };
    }

    private static Dictionary<string, double> Measure(
        ScoredRollouts scored, EvaluationPlan plan, IReadOnlyList<string> functions, IReadOnlyList<TokenizedPrompt> prompts)
    {
        var rollouts = scored.Groups.SelectMany(group => group.Rollouts).ToList();
        var metrics = new Dictionary<string, double>();
        // In the same order; prompts whose completions all failed have no group.
        var next = 0;
        var attempted = prompts.Select(prompt => (prompt.Prompt, Attempts: AttemptsOf(
            next < scored.Groups.Count && ReferenceEquals(scored.Groups[next].Prompt, prompt.Prompt) ? scored.Groups[next++] : null,
            functions[0], plan.Samples))).ToList();
        Add("", [.. attempted.Select(item => item.Attempts)]);
        foreach (var field in plan.By)
        {
            foreach (var part in attempted.GroupBy(item => item.Prompt.Fields.GetValueOrDefault(field, "none")).OrderBy(part => part.Key, StringComparer.Ordinal).Take(MostValues))
                Add($"/{field}={part.Key}", [.. part.Select(item => item.Attempts)]);
        }

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

        void Add(string suffix, IReadOnlyList<IReadOnlyList<Attempt>> attempts)
        {
            foreach (var metric in plan.Metrics)
            {
                var estimate = EvaluationMetrics.Compute(metric, attempts);
                metrics[$"{metric}{suffix}"] = estimate.Mean;
                if (estimate.HalfInterval is { } half) metrics[$"{metric}{suffix}{EvalMetric.IntervalSuffix}"] = half;
            }
        }
    }

    /// <summary>A completion that a reward function failed on counts as not passed: leaving it out would flatter the policy.</summary>
    private static List<Attempt> AttemptsOf(RolloutGroup? group, string function, int samples)
    {
        List<Attempt> attempts =
        [
            .. group?.Rollouts.Select(rollout => rollout.RewardParts.GetValueOrDefault(function) is var score
                ? new Attempt(score >= 1, rollout.Extracted ?? rollout.Completion.Text, score) : default) ?? [],
        ];
        attempts.AddRange(Enumerable.Repeat(new Attempt(false, "", 0), samples - attempts.Count));
        return attempts;
    }
}
