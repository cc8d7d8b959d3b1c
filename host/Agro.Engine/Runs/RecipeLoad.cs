using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Rewards.Isolation;

namespace Agro.Engine.Runs;

/// <summary>A recipe with the plugins that it uses.</summary>
/// <param name="Resolved">The recipe, with every default filled in.</param>
/// <param name="Catalog">The components that it may use.</param>
public sealed record RecipeLoad(ResolvedRecipe Resolved, PluginCatalog Catalog)
{
    /// <summary>What goes on beside the checks.</summary>
    internal RunPreparation Preparation { get; init; } = new();

    /// <summary>Reads a recipe, loads its plugins and checks it against them.</summary>
    /// <param name="request">What was asked for.</param>
    /// <returns>The recipe and the plugins.</returns>
    /// <exception cref="InputException">The recipe has faults, all of them told, or a plugin cannot be loaded.</exception>
    public static RecipeLoad Read(RunRequest request) => Read(request, _ => { });

    /// <summary>Reads a recipe whose hooks are going to be used: they are compiled meanwhile.</summary>
    /// <inheritdoc cref="Read(RunRequest)"/>
    internal static RecipeLoad ReadWithHooks(RunRequest request)
    {
        var preparation = new RunPreparation();
        return Read(request, document => preparation.Compile(document.Scripts())) with { Preparation = preparation };
    }

    private static RecipeLoad Read(RunRequest request, Action<RecipeDocument> parsed)
    {
        ArgumentNullException.ThrowIfNull(request);
        WorkerProgram.LibTorch = request.LibTorchDirectory ?? WorkerProgram.LibTorch;
        var document = RecipeDocument.Parse(request.RecipePath, request.Sets);
        parsed(document);
        var catalog = PluginCatalog.Load(document.Sources(request.PluginPaths));
        return new(document.Bind(catalog), catalog);
    }
}
