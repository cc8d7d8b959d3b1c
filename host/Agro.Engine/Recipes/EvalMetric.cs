using System.Globalization;

namespace Agro.Engine.Recipes;

/// <summary>What an evaluation measures of k completions for each prompt.</summary>
public enum EvalMetricKind
{
    /// <summary>Whether at least one is right (Chen et al., 2021, equation 1: the unbiased estimate).</summary>
    Pass,

    /// <summary>The share that is right.</summary>
    Mean,

    /// <summary>Whether the commonest answer is right.</summary>
    Maj,

    /// <summary>The highest score of the first reward function (its unbiased estimate).</summary>
    Best,
}

/// <summary>A metric of an evaluation, written as <c>pass@4</c>.</summary>
/// <param name="Kind">What is measured.</param>
/// <param name="K">Of how many completions, at least 1.</param>
public sealed record EvalMetric(EvalMetricKind Kind, int K)
{
    /// <summary>What a metric's name ends with that is half of another's 95 % confidence interval.</summary>
    public const string IntervalSuffix = "/ci95";

    internal const string Pattern = "(pass|mean|maj|best)@[1-9][0-9]{0,5}";

    /// <summary>Reads a metric as recipes write it.</summary>
    /// <param name="name">Such as <c>pass@4</c>.</param>
    /// <returns>The metric.</returns>
    /// <exception cref="FormatException">The name is not a metric.</exception>
    public static EvalMetric Parse(string name)
    {
        var parts = name.Split('@');
        if (parts.Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var k) || k < 1)
            throw new FormatException($"'{name}' is not a metric such as pass@1");
        var kind = parts[0] switch
        {
            "pass" => EvalMetricKind.Pass,
            "mean" => EvalMetricKind.Mean,
            "maj" => EvalMetricKind.Maj,
            "best" => EvalMetricKind.Best,
            _ => throw new FormatException($"'{name}' is not a metric such as pass@1"),
        };
        return new(kind, k);
    }

    /// <summary>Writes the metric as recipes do.</summary>
    /// <returns>Such as <c>pass@4</c>.</returns>
    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()}@{K.ToString(CultureInfo.InvariantCulture)}";
}
