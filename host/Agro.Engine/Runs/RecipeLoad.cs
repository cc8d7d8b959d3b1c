using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Rewards.Isolation;

namespace Agro.Engine.Runs;

/// <summary>A recipe with the plugins that it uses.</summary>
/// <param name="Resolved">The recipe, with every default filled in.</param>
/// <param name="Catalog">The components that it may use.</param>
public sealed record RecipeLoad(ResolvedRecipe Resolved, PluginCatalog Catalog)
{
    /// <summary>Reads a recipe, loads its plugins and checks it against them.</summary>
    /// <param name="request">What was asked for.</param>
    /// <returns>The recipe and the plugins.</returns>
    /// <exception cref="InputException">The recipe has faults, all of them told, or a plugin cannot be loaded.</exception>
    public static RecipeLoad Read(RunRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        WorkerProgram.LibTorch = request.LibTorchDirectory ?? WorkerProgram.LibTorch;
        var document = RecipeDocument.Parse(request.RecipePath, request.Sets);
        var catalog = PluginCatalog.Load(document.Sources(request.PluginPaths));
        return new(document.Bind(catalog), catalog);
    }
}
