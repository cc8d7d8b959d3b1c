using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Recipes;

/// <summary>A recipe that is right in every part.</summary>
public sealed class ResolvedRecipe
{
    private readonly RecipeNode root;

    internal ResolvedRecipe(Recipe recipe, RecipeDocument document, RecipeNode root)
    {
        Recipe = recipe;
        Document = document;
        this.root = root;
    }

    /// <summary>The recipe.</summary>
    public Recipe Recipe { get; }

    /// <summary>What it was read from.</summary>
    public RecipeDocument Document { get; }

    /// <summary>
    /// Writes the recipe with every default and <c>--set</c> filled in. Read from the folder that it was written for, it is the same
    /// recipe.
    /// </summary>
    /// <param name="folder">
    /// The folder that the text will lie in; the recipe's own when null. Paths that were written in full stay so.
    /// </param>
    /// <returns>YAML.</returns>
    public string ToYaml(string? folder = null) =>
        new YamlWriter(Path.GetFullPath(folder ?? Document.Directory)).Write(root);
}
