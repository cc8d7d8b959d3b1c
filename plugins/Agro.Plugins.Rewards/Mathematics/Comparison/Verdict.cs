namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>Whether two answers are the same.</summary>
/// <param name="IsEqual">Whether they are.</param>
/// <param name="Why">How it was found, for a person.</param>
internal readonly record struct Verdict(bool IsEqual, string Why);

/// <summary>What counts as the same.</summary>
internal sealed record ComparisonRules
{
    /// <summary>How many decimal places a decimal must be right to.</summary>
    public int Decimals { get; init; } = 6;

    /// <summary>Whether 28% is also right where the other answer is 28.</summary>
    public bool PercentIsOptional { get; init; } = true;

    /// <summary>Whether R and r may be the same variable.</summary>
    public bool CaseIsOptional { get; init; } = true;
}
