namespace Agro.Plugins.Rewards.Structure;

/// <summary>
/// A quarter for each of the four tags of <c>think-answer-format</c> that occurs exactly once with its line ends, 0 to 1: a reward on the way
/// to that format. The definition of open-r1's tag_count_reward.
/// </summary>
[Component("tag-count")]
internal sealed class TagCount : IRewardFunction, IRewardCanaries
{
    private static readonly string[] Tags = ["<think>\n", "\n</think>\n", "\n<answer>\n", "\n</answer>"];

    /// <inheritdoc/>
    public IReadOnlyList<RewardCanary> Canaries =>
    [
        RewardCanary.Of("all tags", null, "<think>\nWell.\n</think>\n<answer>\n42\n</answer>", 1),
        RewardCanary.Of("three tags", null, "<think>\nWell.\n</think>\n<answer>\n42", 0.75),
        RewardCanary.Of("no tags", null, "42", 0),
    ];

    /// <inheritdoc/>
    public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken)
    {
        var right = Tags.Count(tag => completion.Text.AsSpan().Count(tag) == 1);
        return new(RewardResult.Of(right / 4.0, $"{right} of 4 tags"));
    }
}
