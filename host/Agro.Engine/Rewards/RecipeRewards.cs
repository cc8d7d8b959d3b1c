using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Runs;

namespace Agro.Engine.Rewards;

/// <summary>The reward functions of a recipe for use outside a run, where nothing is exchanged.</summary>
internal sealed class RecipeRewards : IDisposable
{
    private readonly List<ComponentVersion> _components = [];

    /// <summary>Makes them.</summary>
    /// <param name="load">The recipe.</param>
    /// <exception cref="InputException">A component refuses its options.</exception>
    /// <exception cref="PluginException">A constructor failed.</exception>
    public RecipeRewards(RecipeLoad load)
    {
        ArgumentNullException.ThrowIfNull(load);
        try
        {
            Functions = [.. load.Resolved.Recipe.Rewards.Select(reward => Make(load.Catalog, reward))];
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
