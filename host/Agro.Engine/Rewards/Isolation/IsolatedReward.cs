namespace Agro.Engine.Rewards.Isolation;

/// <summary>A reward that runs in processes of its own: what stands in a slot in its place.</summary>
/// <param name="pool">Its processes.</param>
/// <param name="snapshot">The plugin's files that they are started from.</param>
internal abstract class IsolatedReward(RewardProcessPool pool, PluginSnapshot snapshot) : IRewardCanaries, IDisposable
{
    /// <summary>Its processes.</summary>
    public RewardProcessPool Pool => pool;

    /// <inheritdoc/>
    public IReadOnlyList<RewardCanary> Canaries => pool.Canaries;

    /// <inheritdoc/>
    public void Dispose()
    {
        pool.Dispose();
        snapshot.Dispose();
    }
}

/// <summary>A reward in processes that scores completions.</summary>
/// <param name="pool">Its processes.</param>
/// <param name="snapshot">The plugin's files that they are started from.</param>
internal class IsolatedEachReward(RewardProcessPool pool, PluginSnapshot snapshot) : IsolatedReward(pool, snapshot), IRewardFunction
{
    /// <inheritdoc/>
    public async ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken) =>
        (await Pool.ScoreAsync(prompt, [completion], cancellationToken))[0];
}

/// <summary>A reward in a process that scores completions and remembers something.</summary>
/// <param name="pool">Its process.</param>
/// <param name="snapshot">The plugin's files that it is started from.</param>
internal sealed class StatefulEachReward(RewardProcessPool pool, PluginSnapshot snapshot) : IsolatedEachReward(pool, snapshot), IStateful
{
    /// <inheritdoc/>
    public ComponentState SaveState() => Pool.SaveState();

    /// <inheritdoc/>
    public void LoadState(ComponentState state) => Pool.LoadState(state);
}

/// <summary>A reward in processes that scores groups.</summary>
/// <param name="pool">Its processes.</param>
/// <param name="snapshot">The plugin's files that they are started from.</param>
internal class IsolatedGroupReward(RewardProcessPool pool, PluginSnapshot snapshot) : IsolatedReward(pool, snapshot), IGroupRewardFunction
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RewardResult>> ScoreGroupAsync(
        Prompt prompt, IReadOnlyList<Completion> group, CancellationToken cancellationToken) =>
        await Pool.ScoreAsync(prompt, group, cancellationToken);
}

/// <summary>A reward in a process that scores groups and remembers something.</summary>
/// <param name="pool">Its process.</param>
/// <param name="snapshot">The plugin's files that it is started from.</param>
internal sealed class StatefulGroupReward(RewardProcessPool pool, PluginSnapshot snapshot) : IsolatedGroupReward(pool, snapshot), IStateful
{
    /// <inheritdoc/>
    public ComponentState SaveState() => Pool.SaveState();

    /// <inheritdoc/>
    public void LoadState(ComponentState state) => Pool.LoadState(state);
}
