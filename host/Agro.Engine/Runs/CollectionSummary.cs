namespace Agro.Engine.Runs;

/// <summary>How far a collection has come.</summary>
public sealed record CollectionProgress
{
    /// <summary>How many prompts will be taken.</summary>
    public required int Wanted { get; init; }

    /// <summary>How many prompts were taken.</summary>
    public int Prompts { get; init; }

    /// <summary>How many completions were sampled and scored.</summary>
    public int Completions { get; init; }

    /// <summary>How many completions were left out because a reward function failed on them.</summary>
    public int Failed { get; init; }

    /// <summary>How many tokens were sampled, ends of sequence included.</summary>
    public long Tokens { get; init; }

    /// <summary>How long that took, in seconds.</summary>
    public double SamplingSeconds { get; init; }

    /// <summary>The sum of the rewards; null when the recipe has no reward functions.</summary>
    public double? RewardSum { get; init; }
}

/// <summary>What a collection gave.</summary>
/// <param name="Policy">The folder of the policy that sampled.</param>
/// <param name="Total">How much there is.</param>
/// <param name="Notices">What a person should know: replaced components, prompts that are too long, faults of reward functions.</param>
public sealed record CollectionSummary(string Policy, CollectionProgress Total, IReadOnlyList<string> Notices);
