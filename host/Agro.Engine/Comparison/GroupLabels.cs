using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Comparison;

/// <summary>Says what sets groups of runs apart: the values in which their recipes differ.</summary>
/// <param name="recipes">A recipe of each group, with the values that count.</param>
internal sealed class GroupLabels(IReadOnlyList<IReadOnlyDictionary<string, string>> recipes)
{
    private const string Use = ".use";

    /// <summary>A label for each recipe; empty where there is nothing to say.</summary>
    public IReadOnlyList<string> All()
    {
        var paths = recipes.SelectMany(recipe => recipe.Keys).Distinct().OrderBy(SortKey, StringComparer.Ordinal).Where(path => Differs(path, recipes)).ToList();
        // Another component has other options throughout: what counts is in what those of the same component differ.
        paths.RemoveAll(path => ComponentOf(path, paths) is { } use && recipes.GroupBy(recipe => recipe.GetValueOrDefault(use))
            .All(same => !Differs(path, [.. same])));
        // Options that an older version of the host had not say little, as long as others tell the groups apart.
        var everywhere = paths.Where(path => ComponentOf(path, paths) is not null || recipes.All(recipe => recipe.ContainsKey(path))).ToList();
        if (recipes.DistinctBy(recipe => Label(recipe, everywhere, path => path, value => value)).Count() == recipes.Count) paths = everywhere;
        var names = paths.Select(Name).ToList();
        var labels = recipes.Select(recipe => Label(recipe, paths, path => names.Count(name => name == Name(path)) > 1 ? path : Name(path), Short)).ToList();
        return labels.Distinct().Count() == labels.Count
            ? labels
            : [.. recipes.Select(recipe => Label(recipe, paths, path => path, value => value))];
    }

    private static bool Differs(string path, IReadOnlyList<IReadOnlyDictionary<string, string>> among) =>
        among.Select(recipe => recipe.GetValueOrDefault(path)).Distinct().Count() > 1;

    /// <summary>The <c>use</c> among the paths that decides whether a path is there at all; null when there is none.</summary>
    private static string? ComponentOf(string path, List<string> paths) => path.EndsWith(Use, StringComparison.Ordinal)
        ? null
        : paths.Find(other => other.EndsWith(Use, StringComparison.Ordinal) && path.StartsWith(other[..^(Use.Length - 1)], StringComparison.Ordinal));

    /// <summary>A component stands before its options.</summary>
    private static string SortKey(string path) => path.EndsWith(Use, StringComparison.Ordinal) ? path[..^(Use.Length - 1)] : path;

    private static string Name(string path) =>
        NodePath.Subject(path.EndsWith(Use, StringComparison.Ordinal) ? path[..^Use.Length] : path);

    private static string Label(
        IReadOnlyDictionary<string, string> recipe, IReadOnlyList<string> paths, Func<string, string> name, Func<string, string> value) =>
        string.Join(' ', paths.Where(recipe.ContainsKey).Select(path => $"{name(path)}={value(recipe[path])}"));

    private static string Short(string value) => Path.IsPathRooted(value) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(value)) : value;
}
