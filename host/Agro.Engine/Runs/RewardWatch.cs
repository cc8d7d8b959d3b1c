namespace Agro.Engine.Runs;

/// <summary>
/// Notices when rewards stop telling completions apart. Such a run goes on without a fault and learns nothing: the commonest way for
/// a reward function that finds no answer, or a task that is far too hard, to stay unseen.
/// </summary>
internal sealed class RewardWatch
{
    private const int Steps = 5;

    private int _inARow;

    /// <summary>Looks at a step.</summary>
    /// <param name="groups">Its groups.</param>
    /// <returns>What to tell a person, once for each stretch of such steps; null when all is well.</returns>
    public string? Look(IReadOnlyList<RolloutGroup> groups)
    {
        // Demonstrations and groups of one are not compared.
        var compared = groups.Where(group => group.Rollouts.Length > 1).ToList();
        if (compared.Count == 0) return null;
        var equal = compared.TrueForAll(group => group.Rollouts.All(rollout => rollout.Reward == group.Rollouts[0].Reward));
        _inARow = equal ? _inARow + 1 : 0;
        return _inARow == Steps
            ? $"in the last {Steps} steps every completion got the same reward as the others of its prompt: there is nothing to learn from. "
                + "Is the task too hard or too easy, or does a reward not find what it looks for? rollouts.jsonl shows each completion with its rewards"
            : null;
    }
}
