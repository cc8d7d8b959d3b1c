using System.ComponentModel.DataAnnotations;
using Agro.Plugins.DataSources.Drawing;

namespace Agro.Plugins.DataSources.Countdown;

/// <summary>Options of <c>countdown</c>.</summary>
internal sealed record CountdownOptions : ProblemOptions
{
    /// <summary>The fewest numbers of a problem: its least level.</summary>
    [Range(2, 8)]
    public int MinNumbers { get; init; } = 3;

    /// <summary>The most numbers of a problem: its hardest level.</summary>
    [Range(2, 8)]
    public int MaxNumbers { get; init; } = 4;

    /// <summary>The largest of the numbers; each from 1 on is as likely.</summary>
    [Range(1, 10_000)]
    public int MaxNumber { get; init; } = 50;

    /// <summary>The smallest target.</summary>
    [Range(0, 1_000_000)]
    public int MinTarget { get; init; } = 1;

    /// <summary>The largest target.</summary>
    [Range(0, 1_000_000)]
    public int MaxTarget { get; init; } = 200;

    /// <summary>What the solution is made with: any of <c>add</c>, <c>subtract</c>, <c>multiply</c>, <c>divide</c>; its quotients are whole.</summary>
    public IReadOnlyList<CountdownOperation> Operations { get; init; } =
        [CountdownOperation.Add, CountdownOperation.Subtract, CountdownOperation.Multiply, CountdownOperation.Divide];

    /// <summary>Whether results on the way may fall below zero.</summary>
    public bool Negative { get; init; }

    /// <summary>Whether demonstrations show the steps before the expression, as in <c>8+1=9;22*9=198 #### 22 * (8 + 1)</c>.</summary>
    public bool Steps { get; init; } = true;
}

/// <summary>What joins two numbers.</summary>
internal enum CountdownOperation
{
    /// <summary>Addition.</summary>
    Add,

    /// <summary>Subtraction.</summary>
    Subtract,

    /// <summary>Multiplication.</summary>
    Multiply,

    /// <summary>Division without remainder.</summary>
    Divide,
}
