namespace Agro.Engine.Comparison;

/// <summary>Which value of a metric stands for a whole run.</summary>
public enum MetricAt
{
    /// <summary>The mean over the last tenth of the steps; of evaluations, the last one.</summary>
    Tail,

    /// <summary>The last value.</summary>
    Last,

    /// <summary>The mean over all steps, or all evaluations.</summary>
    Mean,

    /// <summary>The best value; the highest where nothing else is said to be better.</summary>
    Best,
}

/// <summary>Which values of a metric are better.</summary>
public enum MetricGoal
{
    /// <summary>High ones.</summary>
    Maximize,

    /// <summary>Low ones.</summary>
    Minimize,
}

/// <summary>A value of a metric.</summary>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Value">The value, finite.</param>
public readonly record struct MetricPoint(long Step, double Value);
