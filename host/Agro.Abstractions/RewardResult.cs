namespace Agro;

/// <summary>What a reward function found.</summary>
public sealed record RewardResult
{
    /// <summary>The value; null when the function does not apply to this completion, which is not the same as 0.</summary>
    public double? Value { get; init; }

    /// <summary>The answer that was found in the completion, for functions that look for one.</summary>
    public string? Extracted { get; init; }

    /// <summary>Why the value is what it is, for a person.</summary>
    public string? Reason { get; init; }

    /// <summary>Makes a result with a value.</summary>
    /// <param name="value">The reward, finite.</param>
    /// <param name="reason">Why, for a person.</param>
    /// <param name="extracted">The answer found in the completion.</param>
    /// <returns>The result.</returns>
    public static RewardResult Of(double value, string? reason = null, string? extracted = null) =>
        new() { Value = value, Reason = reason, Extracted = extracted };

    /// <summary>Makes a result that leaves the completion's reward to the other functions.</summary>
    /// <param name="reason">Why it does not apply.</param>
    /// <returns>The result.</returns>
    public static RewardResult NotApplicable(string? reason = null) => new() { Reason = reason };

    /// <summary>Lets a function return a plain number.</summary>
    /// <param name="value">The reward.</param>
    public static implicit operator RewardResult(double value) => Of(value);

    /// <summary>Makes a result with a value.</summary>
    /// <param name="value">The reward.</param>
    /// <returns>The result.</returns>
    public static RewardResult FromDouble(double value) => Of(value);
}
