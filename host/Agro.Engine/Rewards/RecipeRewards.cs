using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Rewards.Canaries;
using Agro.Engine.Runs;

namespace Agro.Engine.Rewards;

/// <summary>The reward functions of a recipe for use outside a run, where nothing is exchanged.</summary>
internal sealed class RecipeRewards : IDisposable
{
    private readonly List<ComponentVersion> _components = [];

    /// <summary>Makes them.</summary>
    /// <param name="load">The recipe.</param>
    /// <param name="cancellationToken">Stops the trial of their canaries.</param>
    /// <exception cref="InputException">A component refuses its options, or a canary does not come out.</exception>
    /// <exception cref="PluginException">A constructor failed.</exception>
    public RecipeRewards(RecipeLoad load, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(load);
        try
        {
            Functions = [.. load.Resolved.Recipe.Rewards.Select(reward => Make(load.Catalog, reward))];
            CanaryChecks.Check(load, load.Resolved.Recipe.Rewards.Zip(_components.Select(version => version.Component)), cancellationToken);
        }
        catch
        {
            Dispose();
            throw;
        }

        Weights = load.Resolved.Recipe.Rewards.ToDictionary(reward => reward.PartName, reward => reward.Weight);
    }

    /// <summary>The functions, in the recipe's order.</summary>
    public IReadOnlyList<RewardFunction> Functions { get; }

    /// <summary>Their weights by name.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var component in _components) component.Dispose();
    }

    private RewardFunction Make(PluginCatalog catalog, RewardReference reward)
    {
        _components.Add(RunComponents.Version(catalog.Find(ComponentKind.Reward, reward.Use)!, reward));
        return RewardFunction.Of(reward, _components[^1].Component);
    }
}
