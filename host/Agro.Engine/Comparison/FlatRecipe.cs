using Agro.Engine.Recipes;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Comparison;

/// <summary>A resolved recipe as a list of values by path, which two runs can be compared by.</summary>
internal static class FlatRecipe
{
    /// <summary>Reads the recipe of a run folder. Relative paths are written in full, so that runs of different folders compare.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RecipeException">It cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        var source = new RecipeSource(path, Path.GetDirectoryName(Path.GetFullPath(path))!);
        return Of(RecipeFile.ReadText(path, source), source);
    }

    /// <summary>Reads a recipe's text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="folder">The folder that its relative paths start from.</param>
    public static IReadOnlyDictionary<string, string> Of(string text, string folder) => Of(text, new RecipeSource("recipe", folder));

    private static SortedDictionary<string, string> Of(string text, RecipeSource source)
    {
        var faults = new FaultList();
        var root = YamlComposer.Compose(text, source, faults);
        faults.ThrowIfAny();
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (root is not null) Add(values, "", root);
        return values;
    }

    private static void Add(SortedDictionary<string, string> values, string path, RecipeNode node)
    {
        if (node is RecipeMapping { Entries.Length: > 0 } mapping)
            foreach (var entry in mapping.Entries) Add(values, NodePath.Join(path, entry.Key), entry.Value);
        else if (node is RecipeSequence sequence && sequence.Items.Any(item => item is RecipeMapping))
            for (var i = 0; i < sequence.Items.Length; i++) Add(values, NodePath.Join(path, FormattableString.Invariant($"{i}")), sequence.Items[i]);
        else
            values[path] = Text(node);
    }

    private static string Text(RecipeNode node) => node switch
    {
        RecipeSequence sequence => $"[{string.Join(", ", sequence.Items.Select(Text))}]",
        RecipeMapping => "{}",
        RecipeScalar scalar when IsPath(scalar) => Path.GetFullPath(Path.Combine(scalar.At.Source.Directory, scalar.Text)),
        RecipeScalar scalar => scalar.Text,
        _ => "",
    };

    /// <summary>A resolved recipe says nowhere which values are paths; those that lead outside the run folder show it.</summary>
    private static bool IsPath(RecipeScalar scalar) => scalar.Text.StartsWith("../", StringComparison.Ordinal);
}
