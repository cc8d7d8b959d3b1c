namespace Agro.Engine.Tabular;

/// <summary>Distributions over a handful of things, as log-probabilities.</summary>
internal static class Softmax
{
    private const double SmallRatio = 0.01;

    /// <summary>Log-probabilities of logits.</summary>
    /// <param name="logits">The logits.</param>
    public static double[] Log(ReadOnlySpan<double> logits)
    {
        var highest = double.NegativeInfinity;
        foreach (var logit in logits) highest = Math.Max(highest, logit);
        var sum = 0.0;
        foreach (var logit in logits) sum += Math.Exp(logit - highest);
        var normalizer = highest + Math.Log(sum);
        var logProbs = new double[logits.Length];
        for (var i = 0; i < logProbs.Length; i++) logProbs[i] = logits[i] - normalizer;
        return logProbs;
    }

    /// <summary>
    /// KL(p || q) in nats. As the mean over p of exp(-d) - 1 + d with d = log(p / q), which is the same because both add up to 1: no
    /// term is negative, so that small distances do not drown in rounding.
    /// </summary>
    /// <param name="p">Log-probabilities.</param>
    /// <param name="q">Log-probabilities.</param>
    public static double Divergence(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
        {
            var d = p[i] - q[i];
            sum += Math.Abs(d) < SmallRatio ? Math.Exp(p[i]) * Series(d) : Math.Exp(q[i]) - Math.Exp(p[i]) + Math.Exp(p[i]) * d;
        }

        return sum;
    }

    /// <summary>exp(-d) - 1 + d for small d, where the difference itself would cancel.</summary>
    private static double Series(double d) => d * d * (1.0 / 2 - d * (1.0 / 6 - d * (1.0 / 24 - d * (1.0 / 120 - d / 720))));
}
