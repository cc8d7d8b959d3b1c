using Agro.Engine.Recipes;

namespace Agro.Engine.Evaluation;

/// <summary>What one completion of an evaluation was worth.</summary>
/// <param name="Passed">Whether it solves the prompt.</param>
/// <param name="Answer">The answer found in it, or its text.</param>
/// <param name="Score">The first reward function's value; 0 where it failed or did not apply.</param>
internal readonly record struct Attempt(bool Passed, string Answer, double Score);

/// <summary>A metric over the prompts of an evaluation.</summary>
/// <param name="Mean">The mean over prompts.</param>
/// <param name="HalfInterval">Half of its 95 % confidence interval; null for a single prompt.</param>
internal readonly record struct Estimate(double Mean, double? HalfInterval);

/// <summary>The metrics of an evaluation over k of the n completions sampled for each prompt.</summary>
internal static class EvaluationMetrics
{
    // Of the normal distribution: the means of prompts are independent, whatever a prompt's completions have in common.
    private const double Deviations95 = 1.959964;

    /// <summary>Computes a metric as the mean over prompts, with its interval (Miller, arXiv 2411.00640).</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="prompts">For each prompt its attempts, at least k.</param>
    public static Estimate Compute(EvalMetric metric, IReadOnlyList<IReadOnlyList<Attempt>> prompts)
    {
        double[] values = [.. prompts.Select(attempts => Of(metric, attempts))];
        var mean = values.Average();
        if (values.Length < 2) return new(mean, null);
        var variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
        return new(mean, Deviations95 * Math.Sqrt(variance / values.Length));
    }

    private static double Of(EvalMetric metric, IReadOnlyList<Attempt> attempts) => metric.Kind switch
    {
        EvalMetricKind.Pass => PassAt(metric.K, attempts.Count, attempts.Count(attempt => attempt.Passed)),
        EvalMetricKind.Mean => attempts.Take(metric.K).Average(attempt => attempt.Passed ? 1.0 : 0),
        EvalMetricKind.Best => BestAt(metric.K, [.. attempts.Select(attempt => attempt.Score).Order()]),
        _ => Majority([.. attempts.Take(metric.K)]),
    };

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

    /// <summary>
    /// The mean over all choices of k of n of the highest score. The i-th lowest of n is the highest of C(i - 1, k - 1) of the C(n, k)
    /// choices; from the highest down, each count is the one before times (i - k) / (i - 1).
    /// </summary>
    private static double BestAt(int k, double[] ascending)
    {
        var (sum, share) = (0.0, (double)k / ascending.Length);
        for (var i = ascending.Length; i >= k; i--)
        {
            sum += share * ascending[i - 1];
            if (i > 1) share *= (double)(i - k) / (i - 1);
        }

        return sum;
    }

    /// <summary>Whether the commonest answer passes; among equally common ones the first counts.</summary>
    private static double Majority(IReadOnlyList<Attempt> attempts) =>
        attempts.GroupBy(attempt => attempt.Answer, StringComparer.Ordinal).MaxBy(group => group.Count())!.First().Passed ? 1 : 0;
}
