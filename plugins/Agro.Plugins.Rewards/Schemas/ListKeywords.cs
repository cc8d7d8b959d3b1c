using System.Globalization;
using System.Text.Json;

namespace Agro.Plugins.Rewards.Schemas;

/// <summary>Keywords about lists.</summary>
internal static class ListKeywords
{
    /// <summary>The keywords.</summary>
    public static IReadOnlyDictionary<string, Func<SchemaPart, Check?>> All { get; } = new Dictionary<string, Func<SchemaPart, Check?>>
    {
        ["prefixItems"] = PrefixItems,
        ["items"] = Items,
        ["contains"] = Contains,
        ["minContains"] = part => Needs(part, "contains"),
        ["maxContains"] = part => Needs(part, "contains"),
        ["minItems"] = part => Count(part, (count, limit) => count >= limit, "at least"),
        ["maxItems"] = part => Count(part, (count, limit) => count <= limit, "at most"),
        ["uniqueItems"] = part => part.AsBoolean() ? Of((value, at) => AreUnique(value) ? null : at.Fault("must not hold an item twice")) : null,
    };

    private static Check Of(Check check) => (value, at) => value.ValueKind == JsonValueKind.Array ? check(value, at) : null;

    private static CheckedPlace At(CheckedPlace at, int index) => at.Of(index.ToString(CultureInfo.InvariantCulture));

    private static Check PrefixItems(SchemaPart part)
    {
        var schemas = part.AsSchemas();
        return Of((value, at) => value.EnumerateArray().Take(schemas.Count).Select((item, i) => schemas[i](item, At(at, i))).FirstOrDefault(fault => fault is not null));
    }

    private static Check Items(SchemaPart part)
    {
        if (part.Value.ValueKind == JsonValueKind.Array) throw part.Fault("is a list of schemas, as before draft 2020-12: write prefixItems");
        var skipped = part.Sibling("prefixItems")?.AsList().Count ?? 0;
        var schema = part.AsSchema();
        return Of((value, at) => value.EnumerateArray().Skip(skipped).Select((item, i) => schema(item, At(at, i + skipped))).FirstOrDefault(fault => fault is not null));
    }

    private static Check Contains(SchemaPart part)
    {
        var schema = part.AsSchema();
        var least = part.Sibling("minContains")?.AsCount() ?? 1;
        var most = part.Sibling("maxContains")?.AsCount() ?? int.MaxValue;
        return Of((value, at) =>
        {
            var count = value.EnumerateArray().Count(item => schema(item, at) is null);
            if (count < least) return at.Fault($"must hold at least {least} items as contains asks for, not {count}");
            return count <= most ? null : at.Fault($"must hold at most {most} items as contains asks for, not {count}");
        });
    }

    private static Check? Needs(SchemaPart part, string keyword)
    {
        part.AsCount();
        return part.Sibling(keyword) is null ? throw part.Fault($"means nothing without {keyword}") : null;
    }

    private static Check Count(SchemaPart part, Func<int, int, bool> holds, string relation)
    {
        var limit = part.AsCount();
        return Of((value, at) => holds(value.GetArrayLength(), limit) ? null : at.Fault($"must have {relation} {limit} items"));
    }

    private static bool AreUnique(JsonElement list)
    {
        var items = list.EnumerateArray().ToList();
        // Pairs are compared; beyond this a list is no honest answer, and would take seconds.
        if (items.Count > 2000) return false;
        for (var i = 0; i < items.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (JsonElement.DeepEquals(items[i], items[j])) return false;
            }
        }

        return true;
    }
}
