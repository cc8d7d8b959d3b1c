using Agro.Engine.Plugins;

namespace Agro.Engine.Recipes;

/// <summary>Reads recipes whose plugins are loaded already.</summary>
public static class RecipeReader
{
    /// <summary>Reads a recipe.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="sets">
    /// Changes as <c>path=value</c>, such as <c>training.steps=2</c> or <c>rewards.0.weight=0.5</c>. Values are YAML; relative paths in
    /// them start from the current folder, as is usual on command lines, and not from the recipe's.
    /// </param>
    /// <param name="catalog">The components that the recipe may use.</param>
    /// <returns>The recipe with every default filled in.</returns>
    /// <exception cref="RecipeException">All that is wrong with the recipe.</exception>
    public static ResolvedRecipe Read(string path, IReadOnlyList<string> sets, IComponentCatalog catalog) =>
        RecipeDocument.Parse(path, sets).Bind(catalog);
}
