using Agro.Engine.Training;

namespace Agro.Engine.Rewards;

/// <summary>Keeps the metrics of rewards what they are without normalization, so that runs with and without it can be compared.</summary>
internal static class NormalizedMetrics
{
    private static readonly string[] Names = ["reward", "reward_std", "frac_reward_zero_std"];

    /// <summary>Puts the metrics of normalized rewards under <c>normalized/</c> and those of the rewards as given in their place.</summary>
    /// <param name="groups">The groups, as they were scored.</param>
    /// <param name="metrics">Metrics of the groups with normalized rewards.</param>
    public static void Move(IReadOnlyList<RolloutGroup> groups, Dictionary<string, double> metrics)
    {
        var given = StepMetrics.OfRollouts(groups, 0);
        foreach (var name in Names.Where(given.ContainsKey))
        {
            metrics[$"normalized/{name}"] = metrics[name];
            metrics[name] = given[name];
        }
    }
}
