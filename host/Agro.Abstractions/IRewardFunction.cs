namespace Agro;

/// <summary>
/// Scores one completion. Calls for different completions may run at the same time, unless the recipe says max_concurrency: 1.
/// An exception, NaN or infinity is a fault: that rollout is dropped and counted, and the run goes on.
/// </summary>
public interface IRewardFunction
{
    /// <summary>Scores a completion.</summary>
    /// <param name="prompt">The prompt, with its ground truth.</param>
    /// <param name="completion">What the policy answered.</param>
    /// <param name="cancellationToken">Cancelled when the run stops, the component is replaced, or the recipe's time_limit is over.</param>
    /// <returns>A value, or <see cref="RewardResult.NotApplicable(string?)"/>.</returns>
    ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken);
}

/// <summary>Scores all completions of a prompt together, for rewards that compare them.</summary>
public interface IGroupRewardFunction
{
    /// <summary>Scores a group.</summary>
    /// <param name="prompt">The prompt, with its ground truth.</param>
    /// <param name="group">Its completions.</param>
    /// <param name="cancellationToken">Cancelled when the run stops, the component is replaced, or the recipe's time_limit is over.</param>
    /// <returns>One result per completion, in the same order.</returns>
    ValueTask<IReadOnlyList<RewardResult>> ScoreGroupAsync(
        Prompt prompt, IReadOnlyList<Completion> group, CancellationToken cancellationToken);
}
