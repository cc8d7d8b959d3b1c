using Agro.Engine.Plugins;
using Agro.Engine.Recipes;

namespace Agro.Engine.Rewards.Isolation;

/// <summary>Makes rewards whose code runs in processes of their own. Of the plugin, only the options record's code runs in the host.</summary>
internal static class IsolatedRewards
{
    /// <summary>Starts the first process of a reward.</summary>
    /// <param name="description">The component.</param>
    /// <param name="reference">What the recipe says of it.</param>
    /// <returns>What stands in its slot.</returns>
    /// <exception cref="InputException">It cannot be isolated, or refuses its options.</exception>
    /// <exception cref="PluginException">Its constructor failed.</exception>
    public static IsolatedReward Create(ComponentDescription description, RewardReference reference)
    {
        var isStateful = typeof(IStateful).IsAssignableFrom(description.ComponentType);
        if (isStateful && reference.Isolation.Processes > 1) throw new RecipeException([reference.Fault(
            $"{description.Name} remembers something between calls (IStateful), and each of {reference.Isolation.Processes} processes would remember its own: "
            + "write isolation: { kind: process, processes: 1 }")]);
        var snapshot = PluginSnapshot.Take(description.PluginPath, description.PluginHash);
        RewardProcessPool? pool = null;
        try
        {
            var limits = new IsolationLimits(
                reference.Isolation.Processes, TimeSpan.FromSeconds(reference.TimeLimit), (long)reference.Isolation.MemoryLimit << 20);
            var start = new WorkerStart(snapshot.Plugin, description.Name, reference.OptionsFor(description), limits.Time, WorkerProgram.LibTorch);
            pool = new(start, limits, reference.PartName);
            pool.Open();
        }
        catch (Exception exception)
        {
            pool?.Dispose();
            snapshot.Dispose();
            if (exception is RewardProcessException)
                throw new PluginException(DisplayPath.Of(description.PluginPath), description.Name, "constructor, in a process of its own", exception.Message);
            throw;
        }

        if (typeof(IGroupRewardFunction).IsAssignableFrom(description.ComponentType))
            return isStateful ? new StatefulGroupReward(pool, snapshot) : new IsolatedGroupReward(pool, snapshot);
        return isStateful ? new StatefulEachReward(pool, snapshot) : new IsolatedEachReward(pool, snapshot);
    }
}
