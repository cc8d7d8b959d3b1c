using System.Collections.Frozen;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>What a filter does: <c>value | name(arguments)</c>.</summary>
internal delegate object? Filter(object? value, Arguments arguments, Rendering rendering);

/// <summary>The filters by name.</summary>
internal static class Filters
{
    private static readonly FrozenDictionary<string, Filter> All = new[]
    {
        TextFilters.All, NumberFilters.All, SequenceFilters.All, SelectionFilters.All, SortingFilters.All,
    }.SelectMany(filters => filters).ToFrozenDictionary(StringComparer.Ordinal);

    // Jinja has them, and no chat template has a use for them.
    private static readonly FrozenSet<string> Refused = FrozenSet.Create(
        StringComparer.Ordinal, "filesizeformat", "pprint", "random", "striptags", "urlize", "wordwrap", "xmlattr");

    public static bool Has(string name) => All.ContainsKey(name) || Refused.Contains(name);

    public static Filter? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>Finds a filter that must be there.</summary>
    public static Filter Get(string name) => Find(name) ?? throw Missing(name);

    public static TemplateFault Missing(string name) => Refused.Contains(name)
        ? new($"the filter '{name}' is not supported")
        : new($"there is no filter '{name}'; there are: {string.Join(", ", All.Keys.Order(StringComparer.Ordinal))}");
}
