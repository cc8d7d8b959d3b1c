using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Rewards.Isolation;
using Agro.Engine.Runs;
using Agro.Models.Native;

namespace Agro.Engine.Rewards.Canaries;

/// <summary>Refuses to start with rewards whose known cases do not come out.</summary>
internal static class CanaryChecks
{
    /// <summary>Scores all cases.</summary>
    /// <param name="load">The recipe.</param>
    /// <param name="rewards">Its rewards with their components, as they stand in their slots.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RecipeException">All cases that do not come out.</exception>
    public static void Check(RecipeLoad load, IEnumerable<(RewardReference Reference, object Component)> rewards, CancellationToken cancellationToken)
    {
        var faults = rewards.Where(reward => CanaryTrial.Has(reward.Reference, reward.Component))
            .SelectMany(reward => Failures(load, reward.Reference, reward.Component, cancellationToken))
            .Select(failure => load.Resolved.Document.FaultAt(failure.Path, failure.Message)).ToList();
        if (faults.Count > 0) throw new RecipeException(faults);
    }

    private static IReadOnlyList<CanaryFailure> Failures(
        RecipeLoad load, RewardReference reference, object component, CancellationToken cancellationToken)
    {
        var description = load.Catalog.Find(ComponentKind.Reward, reference.Use)!;
        if (load.Catalog.Plugins.Any(plugin => plugin.Path == description.PluginPath && plugin.UsesTorchSharp) && component is not IsolatedReward)
            LibTorch.Load(WorkerProgram.LibTorch);
        if (component is not IStateful) return CanaryTrial.Run(reference, component, cancellationToken);
        // The calls are no part of the run: what they leave behind goes with another instance.
        var another = RunComponents.Version(description, reference);
        try
        {
            return CanaryTrial.Run(reference, another.Component, cancellationToken);
        }
        finally
        {
            another.Dispose();
        }
    }
}
