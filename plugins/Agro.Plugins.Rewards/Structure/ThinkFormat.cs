namespace Agro.Plugins.Rewards.Structure;

/// <summary>
/// 1 if the completion begins with <c>&lt;think&gt;</c>, opens no second one, and closes it with <c>&lt;/think&gt;</c> somewhere; 0 otherwise. The
/// definition of TRL's think_format_reward.
/// </summary>
[Component("think-format")]
internal sealed class ThinkFormat : IRewardFunction, IRewardCanaries
{
    private const string Open = "<think>";

    /// <inheritdoc/>
    public IReadOnlyList<RewardCanary> Canaries =>
    [
        RewardCanary.Of("a thought and an answer", null, "<think>\nWell.\n</think>\n42", 1),
        RewardCanary.Of("a thought without end", null, "<think>\nWell.\n42", 0),
    ];

    /// <inheritdoc/>
    public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken) =>
        new(Score(completion.Text));

    private static RewardResult Score(string text)
    {
        if (!text.StartsWith(Open, StringComparison.Ordinal)) return RewardResult.Of(0, "does not begin with <think>");
        var rest = text.AsSpan(Open.Length);
        if (rest.Contains(Open, StringComparison.Ordinal)) return RewardResult.Of(0, "<think> occurs twice");
        return rest.Contains("</think>", StringComparison.Ordinal) ? RewardResult.Of(1, "thinks, then answers") : RewardResult.Of(0, "<think> is not closed");
    }
}
