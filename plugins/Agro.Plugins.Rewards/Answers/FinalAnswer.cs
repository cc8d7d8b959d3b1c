namespace Agro.Plugins.Rewards.Answers;

/// <summary>
/// 1 for the right final answer, 0 otherwise. The answer is what follows the last marker (GSM8K's <c>####</c>) up to the end of the
/// line. Numbers are compared exactly (1,000 = 1000.0 = 2000/2), anything else as text without regard to case. Does not apply to
/// prompts without an answer.
/// </summary>
[Component("final-answer")]
internal sealed class FinalAnswer(FinalAnswerOptions options) : IRewardFunction, IRewardCanaries
{
    private readonly string _marker =
        options.Marker.Length > 0 ? options.Marker : throw new InputException("final-answer: marker is empty; leave it out for '####'");

    /// <inheritdoc/>
    public IReadOnlyList<RewardCanary> Canaries =>
    [
        RewardCanary.Of("the answer", "42", $"So it is\n{_marker} 42.0", 1),
        RewardCanary.Of("another answer", "42", $"So it is\n{_marker} 41", 0),
        RewardCanary.Of("no answer", "42", "", 0),
        RewardCanary.Of("no ground truth", null, $"{_marker} 42", ExpectedReward.None),
    ];

    /// <inheritdoc/>
    public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken) =>
        new(Score(prompt.Answer, completion.Text));

    private RewardResult Score(string? answer, string completion)
    {
        if (answer is null) return RewardResult.NotApplicable("the prompt has no answer");
        var expected = AnswerFinder.AfterMarker(answer, _marker) ?? answer.Trim();
        var found = AnswerFinder.AfterMarker(completion, _marker);
        if (found is null && options.Fallback == FinalAnswerFallback.LastNumber) found = ExactNumber.FindLast(completion);
        if (found is null) return RewardResult.Of(0, $"no answer after '{_marker}'");
        return AnswerComparison.AreEqual(found, expected)
            ? RewardResult.Of(1, $"'{found}' equals '{expected}'", found)
            : RewardResult.Of(0, $"'{found}' is not '{expected}'", found);
    }
}

/// <summary>Options of <c>final-answer</c>.</summary>
internal sealed record FinalAnswerOptions
{
    /// <summary>What precedes the final answer; its last occurrence counts. A colon after it is skipped. GSM8K's <c>####</c>.</summary>
    public string Marker { get; init; } = AnswerFinder.Hash;

    /// <summary>What counts as the answer of a completion without marker: <c>none</c>, or <c>last_number</c> of its text.</summary>
    public FinalAnswerFallback Fallback { get; init; } = FinalAnswerFallback.None;
}

/// <summary>What counts as the answer where no marker is.</summary>
internal enum FinalAnswerFallback
{
    /// <summary>Nothing: the reward is 0.</summary>
    None,

    /// <summary>The last number of the text.</summary>
    LastNumber,
}
