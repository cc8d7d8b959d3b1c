using System.Collections.Immutable;
using Agro.Engine.Recipes;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Sweeps;

/// <summary>Makes the points of a sweep: each variant with each combination of the grid's values.</summary>
/// <param name="faults">Takes the faults.</param>
internal sealed class SweepPoints(FaultList faults)
{
    private const int Most = 10_000;
    private readonly SweepGrid _grid = new(faults);

    /// <summary>Makes the points, those of a variant together.</summary>
    /// <param name="file">The sweep.</param>
    /// <param name="start">The start of the file.</param>
    public ImmutableArray<SweepPoint> Of(SweepFile file, NodePosition start)
    {
        if (file.Variants is null) return [.. Combine("", start, [], _grid.Axes(file.Grid, null, ""))];
        if (file.Variants.Entries.IsEmpty) faults.Add(file.Variants.At, "variants", "is empty: name at least one, or leave it out");
        foreach (var same in file.Variants.Entries.GroupBy(entry => SettingText.Clean(entry.Key), StringComparer.OrdinalIgnoreCase).SelectMany(same => same.Skip(1)))
            faults.Add(same.KeyAt, NodePath.Join("variants", same.Key), "its runs would have the names of another variant's");
        return [.. file.Variants.Entries.SelectMany(entry => OfVariant(entry, file.Grid))];
    }

    private IEnumerable<SweepPoint> OfVariant(RecipeEntry variant, RecipeMapping? grid)
    {
        var path = NodePath.Join("variants", variant.Key);
        var own = (variant.Value as RecipeMapping)?.Find("grid");
        var settings = variant.Value is RecipeMapping mapping
            ? mapping with { Entries = [.. mapping.Entries.Where(entry => entry.Key != "grid")] }
            : variant.Value;
        return Combine(
            SettingText.Clean(variant.Key), variant.KeyAt, _grid.Settings(settings, path), _grid.Axes(grid, own?.Value, NodePath.Join(path, "grid")));
    }

    private IEnumerable<SweepPoint> Combine(
        string variant, NodePosition at, ImmutableArray<RecipeSetting> settings, ImmutableArray<SweepAxis> axes)
    {
        var count = axes.Aggregate(1.0, (product, axis) => product * axis.Options.Length);
        if (count > Most)
        {
            faults.Add(at, "grid", FormattableString.Invariant($"has {count} points, at most {Most} are possible"));
            return [];
        }

        IEnumerable<ImmutableArray<SweepOption>> combinations = [[]];
        foreach (var axis in axes) combinations = [.. combinations.SelectMany(first => axis.Options.Select(option => first.Add(option)))];
        return combinations.Select(options => Point(variant, settings, axes, options));
    }

    private static SweepPoint Point(
        string variant, ImmutableArray<RecipeSetting> settings, ImmutableArray<SweepAxis> axes, ImmutableArray<SweepOption> options)
    {
        var values = axes.Zip(options, (axis, option) => $"{ShortName(axis, axes)}={option.Label}").ToList();
        return new SweepPoint
        {
            Variant = variant,
            Choices = [.. axes.Zip(options, (axis, option) => new SweepChoice(axis.Name, option.Label))],
            Label = string.Join(' ', variant.Length > 0 ? [variant, .. values] : values),
            FileName = string.Join('-', new[] { variant, string.Join(',', values) }.Where(part => part.Length > 0)),
            Settings = [.. settings, .. options.SelectMany(option => option.Settings)],
        };
    }

    /// <summary>The last word of a path, or all of it where another path ends the same way.</summary>
    private static string ShortName(SweepAxis axis, ImmutableArray<SweepAxis> axes)
    {
        var name = NodePath.Subject(axis.Name);
        return SettingText.Clean(axes.Count(other => NodePath.Subject(other.Name) == name) > 1 ? axis.Name : name);
    }
}
