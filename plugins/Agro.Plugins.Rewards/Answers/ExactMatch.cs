namespace Agro.Plugins.Rewards.Answers;

/// <summary>1 if the whole completion is the prompt's answer, 0 otherwise. Does not apply to prompts without an answer.</summary>
[Component("exact-match")]
internal sealed class ExactMatch(ExactMatchOptions options) : IRewardFunction, IRewardCanaries
{
    /// <inheritdoc/>
    public IReadOnlyList<RewardCanary> Canaries =>
    [
        RewardCanary.Of("the answer", "42", "42", 1),
        RewardCanary.Of("another answer", "42", "41", 0),
        RewardCanary.Of("white space around it", "42", " 42\n", options.Trim ? 1 : 0),
        RewardCanary.Of("another case", "Yes", "yes", options.IgnoreCase ? 1 : 0),
        RewardCanary.Of("no ground truth", null, "42", ExpectedReward.None),
    ];

    /// <inheritdoc/>
    public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken)
    {
        if (prompt.Answer is null) return new(RewardResult.NotApplicable("the prompt has no answer"));
        var found = Prepare(completion.Text);
        var expected = Prepare(prompt.Answer);
        var comparison = options.IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return new(string.Equals(found, expected, comparison)
            ? RewardResult.Of(1, "equals the answer", found)
            : RewardResult.Of(0, $"is not '{expected}'", found));
    }

    private string Prepare(string text) => options.Trim ? text.Trim() : text;
}

/// <summary>Options of <c>exact-match</c>.</summary>
internal sealed record ExactMatchOptions
{
    /// <summary>Whether white space around completion and answer is left out. On by default.</summary>
    public bool Trim { get; init; } = true;

    /// <summary>Whether upper and lower case are the same. Off by default.</summary>
    public bool IgnoreCase { get; init; }
}
