using Agro.Engine.Comparison;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;

namespace Agro.Engine.Sweeps;

/// <summary>Tells whether a run folder's recipe is another than the one that is to run there.</summary>
internal static class RecipeChange
{
    private const int Most = 3;

    /// <summary>Compares recipes by value. Options that have come with a newer version count with their defaults.</summary>
    /// <param name="path">The recipe in the run folder.</param>
    /// <param name="recipe">The resolved recipe for the same folder.</param>
    /// <param name="catalog">The components.</param>
    /// <returns>What differs; null when nothing does, or no recipe is there.</returns>
    public static string? Of(string path, string recipe, PluginCatalog catalog)
    {
        if (!File.Exists(path)) return null;
        var folder = Path.GetDirectoryName(path)!;
        var old = File.ReadAllText(path);
        if (old == recipe) return null;
        try
        {
            old = RecipeReader.Read(path, [], catalog).ToYaml(folder);
            if (old == recipe) return null;
        }
        catch (RecipeException)
        {
            // It is compared as it is.
        }

        var (before, after) = (FlatRecipe.Of(old, folder), FlatRecipe.Of(recipe, folder));
        var differences = before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
            .Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key))
            .Select(key => $"{key} was {before.GetValueOrDefault(key, "nothing")}, is now {after.GetValueOrDefault(key, "nothing")}").ToList();
        if (differences.Count == 0) return null;
        var rest = differences.Count > Most ? FormattableString.Invariant($", and {differences.Count - Most} more") : "";
        return string.Join("; ", differences.Take(Most)) + rest;
    }
}
