using System.ComponentModel.DataAnnotations;
using Agro.Plugins.Rewards.Answers;

namespace Agro.Plugins.Rewards.Shaping;

/// <summary>
/// How many numbers the completion holds, as a share of <c>full_count</c>, from 0 to 1: a shaped reward that pulls free text towards
/// calculating, whether it is right or not.
/// </summary>
[Component("number-presence")]
internal sealed class NumberPresence(NumberPresenceOptions options) : IRewardFunction, IRewardCanaries
{
    /// <inheritdoc/>
    public IReadOnlyList<RewardCanary> Canaries =>
    [
        RewardCanary.Of("one number", null, "42", 1.0 / options.FullCount),
        RewardCanary.Of("no number", null, "none", 0),
    ];

    /// <inheritdoc/>
    public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken)
    {
        var count = ExactNumber.CountIn(completion.Text);
        return new(RewardResult.Of(
            Math.Min(1, count / (double)options.FullCount), $"{count} numbers", ExactNumber.FindLast(completion.Text)));
    }
}

/// <summary>Options of <c>number-presence</c>.</summary>
internal sealed record NumberPresenceOptions
{
    /// <summary>The count of numbers from which on the reward is 1.</summary>
    [Range(1, int.MaxValue)]
    public int FullCount { get; init; } = 3;
}
