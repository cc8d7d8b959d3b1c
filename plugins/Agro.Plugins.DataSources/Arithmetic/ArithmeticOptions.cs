using System.ComponentModel.DataAnnotations;
using Agro.Plugins.DataSources.Drawing;

namespace Agro.Plugins.DataSources.Arithmetic;

/// <summary>Options of <c>arithmetic</c>.</summary>
internal sealed record ArithmeticOptions
{
    /// <summary>What stands between the numbers: any of <c>add</c>, <c>subtract</c>, <c>multiply</c>, each as likely.</summary>
    public IReadOnlyList<Operation> Operations { get; init; } = [Operation.Add, Operation.Subtract];

    /// <summary>The fewest numbers in a problem.</summary>
    [Range(2, 32)]
    public int MinTerms { get; init; } = 2;

    /// <summary>The most numbers in a problem; each count from min_terms on is as likely.</summary>
    [Range(2, 32)]
    public int MaxTerms { get; init; } = 3;

    /// <summary>The fewest decimal digits of a number.</summary>
    [Range(1, 8)]
    public int MinDigits { get; init; } = 1;

    /// <summary>The most decimal digits of a number; each count from min_digits on is as likely.</summary>
    [Range(1, 8)]
    public int MaxDigits { get; init; } = 2;

    /// <summary>Whether results, also those on the way, may fall below zero.</summary>
    public bool Negative { get; init; }

    /// <summary>Decides every random choice. Two seeds give two streams of problems.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// <c>train</c> or <c>eval</c>. A problem belongs to one of them by its text alone, so that whatever the seeds, no problem of one
    /// ever occurs in the other.
    /// </summary>
    public Split Split { get; init; } = Split.Train;

    /// <summary>The share of all problems that are held out for <c>eval</c>; must be the same for both splits.</summary>
    [Range(0.001, 0.999)]
    public double EvalShare { get; init; } = 0.1;

    /// <summary>How many prompts there are; endless when left out.</summary>
    [Range(1, long.MaxValue)]
    public long? Count { get; init; }

    /// <summary>Whether demonstrations show the steps, as in <c>37+58=95;95-21=74 #### 74</c>, or the final answer only.</summary>
    public bool Steps { get; init; } = true;

    /// <summary>
    /// The share of demonstrations in which a slip is made and the rest follows from it: imperfect demonstrations such as people write.
    /// The ground-truth answer stays right.
    /// </summary>
    [Range(0.0, 1.0)]
    public double WrongShare { get; init; }

    /// <summary>Which slips are made.</summary>
    public SlipKind Slip { get; init; } = SlipKind.OneStep;
}

/// <summary>How a demonstration goes wrong.</summary>
internal enum SlipKind
{
    /// <summary>One step comes out wrong by 1 or 10.</summary>
    OneStep,

    /// <summary>Carries to the tens, and borrows from them, are forgotten throughout; problems without any come out right.</summary>
    ForgottenCarry,
}
