using Agro.Engine.Recipes;

namespace Agro.Engine.Evaluation;

/// <summary>What one completion of an evaluation was worth.</summary>
/// <param name="Passed">Whether it solves the prompt.</param>
/// <param name="Answer">The answer found in it, or its text.</param>
internal readonly record struct Attempt(bool Passed, string Answer);

/// <summary>The metrics of an evaluation over k of the n completions sampled for each prompt.</summary>
internal static class EvaluationMetrics
{
    /// <summary>Computes a metric as the mean over prompts.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="prompts">For each prompt its attempts, at least k.</param>
    public static double Compute(EvalMetric metric, IReadOnlyList<IReadOnlyList<Attempt>> prompts) =>
        prompts.Average(attempts => metric.Kind switch
        {
            EvalMetricKind.Pass => PassAt(metric.K, attempts.Count, attempts.Count(attempt => attempt.Passed)),
            EvalMetricKind.Mean => attempts.Take(metric.K).Average(attempt => attempt.Passed ? 1.0 : 0),
            _ => Majority([.. attempts.Take(metric.K)]),
        });

    /// <summary>
    /// The probability that at least one of k completions passes, estimated without bias from c of n:
    /// 1 - C(n - c, k) / C(n, k) (Chen et al., arXiv 2107.03374).
    /// </summary>
    private static double PassAt(int k, int n, int c)
    {
        if (n - c < k) return 1;
        var allFail = 1.0;
        for (var i = n - c + 1; i <= n; i++) allFail *= 1 - ((double)k / i);
        return 1 - allFail;
    }

    /// <summary>Whether the commonest answer passes; among equally common ones the first counts.</summary>
    private static double Majority(IReadOnlyList<Attempt> attempts) =>
        attempts.GroupBy(attempt => attempt.Answer, StringComparer.Ordinal).MaxBy(group => group.Count())!.First().Passed ? 1 : 0;
}
