using System.Collections.Immutable;
using Agro.Engine.Recipes;
using Agro.Engine.Recipes.Binding;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Sweeps;

/// <summary>One of the values of an axis.</summary>
/// <param name="Label">The value in short.</param>
/// <param name="At">Its place.</param>
/// <param name="Settings">What it sets.</param>
internal sealed record SweepOption(string Label, NodePosition At, ImmutableArray<RecipeSetting> Settings);

/// <summary>What a grid varies.</summary>
/// <param name="Name">A path of the recipe, or a name of its own.</param>
/// <param name="Options">The values.</param>
internal sealed record SweepAxis(string Name, ImmutableArray<SweepOption> Options);

/// <summary>Reads grids and settings.</summary>
/// <param name="faults">Takes the faults.</param>
internal sealed class SweepGrid(FaultList faults)
{
    private static readonly HashSet<string> Sections = [.. RecordShape.Of(typeof(Recipe)).Properties.Select(property => property.Key)];

    /// <summary>Reads a mapping of recipe paths to values.</summary>
    /// <param name="node">The mapping; nothing for no settings.</param>
    /// <param name="path">Where it is in the file.</param>
    public ImmutableArray<RecipeSetting> Settings(RecipeNode node, string path)
    {
        if (CoreSchema.IsNull(node)) return [];
        if (node is not RecipeMapping mapping)
        {
            faults.Add(node.At, path, $"found {Found.Describe(node)}, must be a mapping of the recipe's paths to values, such as {{ training.steps: 100 }}");
            return [];
        }

        return [.. mapping.Entries.Where(entry => IsPath(entry, path)).Select(entry => new RecipeSetting(entry.Key, entry.KeyAt, entry.Value))];
    }

    /// <summary>The axes of a grid, changed by those of a variant.</summary>
    /// <param name="grid">The grid; null for none.</param>
    /// <param name="own">What a variant says otherwise; null for nothing.</param>
    /// <param name="path">Where the variant's grid is in the file.</param>
    public ImmutableArray<SweepAxis> Axes(RecipeMapping? grid, RecipeNode? own, string path)
    {
        var entries = grid?.Entries.Select(entry => (Entry: entry, Path: NodePath.Join("grid", entry.Key))).ToList() ?? [];
        if (own is not null and not RecipeMapping && !CoreSchema.IsNull(own))
            faults.Add(own.At, path, $"found {Found.Describe(own)}, must be a mapping like the grid's");
        foreach (var entry in (own as RecipeMapping)?.Entries ?? [])
        {
            var index = entries.FindIndex(other => other.Entry.Key == entry.Key);
            if (index < 0) entries.Add((entry, NodePath.Join(path, entry.Key)));
            else entries[index] = (entry, NodePath.Join(path, entry.Key));
        }

        return [.. entries.Where(entry => !CoreSchema.IsNull(entry.Entry.Value)).Select(entry => Axis(entry.Entry, entry.Path)).OfType<SweepAxis>()];
    }

    private SweepAxis? Axis(RecipeEntry entry, string path)
    {
        if (!IsPath(entry, path)) return null;
        var options = entry.Value switch
        {
            RecipeSequence sequence => sequence.Items.Select(item => Option(entry, SettingText.Of(item), item.At, item)),
            RecipeMapping mapping when Sections.Contains(entry.Key.Split('.')[0]) =>
                mapping.Entries.Select(named => Option(entry, SettingText.Clean(named.Key), named.KeyAt, named.Value)),
            RecipeMapping mapping => mapping.Entries.Select(named =>
                new SweepOption(SettingText.Clean(named.Key), named.KeyAt, Settings(named.Value, NodePath.Join(path, named.Key)))),
            _ => [],
        };
        var axis = new SweepAxis(entry.Key, [.. options]);
        if (axis.Options.IsEmpty)
        {
            faults.Add(entry.Value.At, path, $"found {Found.Describe(entry.Value)}, must be a list of values, or a mapping of names to values");
            return null;
        }

        foreach (var same in axis.Options.GroupBy(option => option.Label, StringComparer.OrdinalIgnoreCase).SelectMany(same => same.Skip(1)))
            faults.Add(same.At, path, $"'{same.Label}' is there already; where two values only look alike, give them names: {{ name: value, … }}");
        return axis;
    }

    private static SweepOption Option(RecipeEntry axis, string label, NodePosition at, RecipeNode value) =>
        new(label, at, [new RecipeSetting(axis.Key, axis.KeyAt, value)]);

    private bool IsPath(RecipeEntry entry, string path)
    {
        if (entry.Key is "seed" or "name")
            faults.Add(entry.KeyAt, path, entry.Key == "seed" ? "a sweep's seeds are named under 'seeds'" : "a sweep names its runs itself");
        else if (entry.Key.Split('.').Any(key => key.Length == 0))
            faults.Add(entry.KeyAt, path, $"'{entry.Key}' is no path of a recipe, such as training.steps");
        else return true;
        return false;
    }
}
