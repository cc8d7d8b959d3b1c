using System.Text.RegularExpressions;

namespace Agro.Plugins.Rewards.Structure;

/// <summary>
/// 1 if the completion is <c>&lt;think&gt;</c>, thoughts, <c>&lt;/think&gt;</c>, <c>&lt;answer&gt;</c>, an answer, <c>&lt;/answer&gt;</c>, each tag on a line of its own;
/// 0 otherwise. The definition of open-r1's format_reward; as there, further lines may follow the last tag. <c>tag-structure</c> asks for
/// any tags, in lines or not.
/// </summary>
[Component("think-answer-format")]
internal sealed partial class ThinkAnswerFormat : IRewardFunction, IRewardCanaries
{
    /// <inheritdoc/>
    public IReadOnlyList<RewardCanary> Canaries =>
    [
        RewardCanary.Of("each tag on its line", null, "<think>\nWell.\n</think>\n<answer>\n42\n</answer>", 1),
        RewardCanary.Of("no lines", null, "<think>Well.</think><answer>42</answer>", 0),
    ];

    /// <inheritdoc/>
    /// <exception cref="RegexMatchTimeoutException">The match took too long.</exception>
    public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken)
    {
        var match = Whole().Match(completion.Text);
        return new(match.Success ? RewardResult.Of(1, "matches", match.Groups[1].Value) : RewardResult.Of(0, "does not match"));
    }

    // In the original too the last $ is the end of any line.
    [GeneratedRegex(
        @"\A<think>\n.*?\n</think>\n<answer>\n(.*?)\n</answer>$",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Whole();
}
