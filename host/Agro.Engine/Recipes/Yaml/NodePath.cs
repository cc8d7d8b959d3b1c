using System.Globalization;

namespace Agro.Engine.Recipes.Yaml;

/// <summary>Finds the place of a path such as <c>rewards.0.weight</c>.</summary>
internal static class NodePath
{
    /// <summary>The place of the key or list item at a path, or of the nearest thing above it that is there.</summary>
    public static NodePosition Locate(RecipeNode root, string path)
    {
        var (node, at) = (root, root.At);
        foreach (var key in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (node is RecipeMapping mapping && mapping.Find(key) is { } entry) (node, at) = (entry.Value, entry.KeyAt);
            else if (node is RecipeSequence { Items: var items } && int.TryParse(key, CultureInfo.InvariantCulture, out var index)
                && index >= 0 && index < items.Length) (node, at) = (items[index], items[index].At);
            else break;
        }

        return at;
    }

    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    /// <summary>What a reader calls the thing at a path: the last key that is not an index.</summary>
    public static string Subject(string path) =>
        path.Split('.').LastOrDefault(key => !int.TryParse(key, CultureInfo.InvariantCulture, out _)) ?? path;
}
