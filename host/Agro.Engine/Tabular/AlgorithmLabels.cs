using System.Collections.Immutable;
using Agro.Engine.Recipes;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Tabular;

/// <summary>What the algorithms of an experiment are called.</summary>
internal static class AlgorithmLabels
{
    /// <summary>Names algorithms by their components, and those that share one by what the recipe says of them too.</summary>
    /// <param name="algorithms">The algorithms.</param>
    public static ImmutableArray<string> Of(ImmutableArray<ComponentReference> algorithms) =>
        [.. algorithms.Select(one => algorithms.Count(other => other.Use == one.Use) == 1 ? one.Use : $"{one.Use} {Options(one)}".TrimEnd())];

    private static string Options(ComponentReference algorithm) => algorithm.Options is { Entries.Length: > 0 } options
        ? string.Join(", ", options.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key} {new YamlWriter(null).WriteInline(entry.Value)}"))
        : "";
}
