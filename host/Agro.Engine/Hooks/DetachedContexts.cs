namespace Agro.Engine.Hooks;

/// <summary>A copy of what a hook gets: nothing that is done to it reaches the run by itself.</summary>
/// <typeparam name="T">What the hook gets.</typeparam>
/// <param name="Copy">The copy.</param>
/// <param name="TakeBack">Does to the original what was done to the copy.</param>
internal sealed record Detached<T>(T Copy, Action TakeBack);

/// <summary>
/// Copies what hooks get. What a hook that may be given up did is taken back from its copy only when its call ended in time: what it
/// does later, it does to nobody's copy.
/// </summary>
internal static class DetachedContexts
{
    public static Detached<RunContext> Of(RunContext original, Func<RunContext, RunContext> run) => new(run(original), () => { });

    public static Detached<RolloutsContext> Of(RolloutsContext original, Func<RunContext, RunContext> run)
    {
        // Metrics can be logged to rollouts, not read from them.
        var logged = new Dictionary<string, double>();
        var copy = new RolloutsContext(run(original.Run), original.Step, [.. original.Groups], logged);
        return new(copy, () =>
        {
            TakeBack(copy.Groups, original.Groups);
            foreach (var (name, value) in logged) original.LogMetric(name, value);
        });
    }

    public static Detached<StepContext> Of(StepContext original, Func<RunContext, RunContext> run)
    {
        var copy = new StepContext(run(original.Run), original.Step, new Dictionary<string, double>(original.Metrics), [.. original.Groups])
        {
            LearningRate = original.LearningRate,
            RewardWeights = new Dictionary<string, double>(original.RewardWeights),
        };
        Ask(original, copy);
        return new(copy, () => TakeBack(copy, original));
    }

    public static Detached<EvaluationContext> Of(EvaluationContext original, Func<RunContext, RunContext> run) =>
        new(original with { Run = run(original.Run), Metrics = new Dictionary<string, double>(original.Metrics) }, () => { });

    public static Detached<CheckpointContext> Of(CheckpointContext original, Func<RunContext, RunContext> run) =>
        new(original with { Run = run(original.Run) }, () => { });

    private static void TakeBack(IList<RolloutGroup> copy, IList<RolloutGroup> original)
    {
        if (original.SequenceEqual(copy, ReferenceEqualityComparer.Instance)) return;
        original.Clear();
        foreach (var group in copy) original.Add(group);
    }

    private static void TakeBack(StepContext copy, StepContext original)
    {
        foreach (var (name, value) in copy.Metrics)
        {
            if (!original.Metrics.TryGetValue(name, out var before) || !before.Equals(value)) original.LogMetric(name, value);
        }

        foreach (var gone in original.RewardWeights.Keys.Except(copy.RewardWeights.Keys).ToList()) original.RewardWeights.Remove(gone);
        foreach (var (name, weight) in copy.RewardWeights) original.RewardWeights[name] = weight;
        original.LearningRate = copy.LearningRate;
        Ask(copy, original);
    }

    private static void Ask(StepContext from, StepContext to)
    {
        if (from.StopReason is { } reason) to.Stop(reason);
        if (from.EvaluationRequested) to.Evaluate();
        if (from.CheckpointRequested) to.Checkpoint();
    }
}
