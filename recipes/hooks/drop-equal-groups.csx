// Leaves out groups whose completions all have the same reward: relative to their group they say nothing (dynamic sampling, arXiv:2503.14476).
OnRollouts(rollouts =>
{
    var equal = rollouts.Groups.Where(group => group.Rollouts.All(rollout => rollout.Reward == group.Rollouts[0].Reward)).ToList();
    foreach (var group in equal) rollouts.Groups.Remove(group);
    rollouts.LogMetric("groups/equal", equal.Count);
});
