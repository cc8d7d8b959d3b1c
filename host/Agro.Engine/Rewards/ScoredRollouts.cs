namespace Agro.Engine.Rewards;

/// <summary>What went wrong with one reward function.</summary>
/// <param name="Completions">How many completions it has no result for.</param>
/// <param name="Late">How many of them because a call took longer than its limit.</param>
/// <param name="Fault">One of its faults.</param>
internal sealed record RewardFailures(int Completions, int Late, string Fault)
{
    /// <summary>Both together.</summary>
    /// <param name="other">More of the same function.</param>
    public RewardFailures And(RewardFailures other) => this with { Completions = Completions + other.Completions, Late = Late + other.Late };
}

/// <summary>Completions with their rewards, and what went wrong.</summary>
/// <param name="Groups">The groups; completions that a function failed on are left out, and so are groups without any.</param>
/// <param name="Failed">How many completions were left out.</param>
/// <param name="Faults">What went wrong, each distinct text once.</param>
internal sealed record ScoredRollouts(IReadOnlyList<RolloutGroup> Groups, int Failed, IReadOnlyList<string> Faults)
{
    /// <summary>What went wrong with each function that failed, by its name.</summary>
    public required IReadOnlyDictionary<string, RewardFailures> FailuresOf { get; init; }

    /// <summary>How many completions no function with a weight applies to: their reward is 0 for want of any.</summary>
    public int WithoutReward { get; init; }

    /// <summary>The metrics of the calls, to be summed over the rounds of a step.</summary>
    public IReadOnlyDictionary<string, double> Counts { get; init; } = new Dictionary<string, double>();

    /// <summary>The groups, unless too many completions were left out.</summary>
    /// <param name="step">The step, for the message.</param>
    /// <param name="maxFailedShare">The largest share that may be.</param>
    /// <exception cref="AgroException">More were left out.</exception>
    public IReadOnlyList<RolloutGroup> Checked(long step, double maxFailedShare)
    {
        var total = Failed + Groups.Sum(group => group.Rollouts.Length);
        return (double)Failed / total <= maxFailedShare ? Groups : throw new AgroException(FormattableString.Invariant(
            $"step {step}: {Failed} of {total} completions could not be scored, more than rollouts.max_failed_share ({maxFailedShare}): {Faults[0]}"));
    }
}
