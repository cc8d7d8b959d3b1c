using System.Text.Json;

namespace Agro.Plugins.Rewards.Schemas;

/// <summary>Keywords about objects.</summary>
internal static class ObjectKeywords
{
    /// <summary>The keywords.</summary>
    public static IReadOnlyDictionary<string, Func<SchemaPart, Check?>> All { get; } = new Dictionary<string, Func<SchemaPart, Check?>>
    {
        ["properties"] = Properties,
        ["patternProperties"] = PatternProperties,
        ["additionalProperties"] = AdditionalProperties,
        ["propertyNames"] = PropertyNames,
        ["required"] = part => Present(part.AsTexts()),
        ["minProperties"] = part => Count(part, (count, limit) => count >= limit, "at least"),
        ["maxProperties"] = part => Count(part, (count, limit) => count <= limit, "at most"),
        ["dependentRequired"] = DependentRequired,
        ["dependentSchemas"] = DependentSchemas,
    };

    private static Check Of(Check check) => (value, at) => value.ValueKind == JsonValueKind.Object ? check(value, at) : null;

    private static string? First(IEnumerable<string?> faults) => faults.FirstOrDefault(fault => fault is not null);

    private static Check Properties(SchemaPart part)
    {
        var schemas = part.AsNamedSchemas();
        return Of((value, at) => First(schemas.Select(schema => value.TryGetProperty(schema.Key, out var member) ? schema.Value(member, at.Of(schema.Key)) : null)));
    }

    private static Check PatternProperties(SchemaPart part)
    {
        var schemas = part.AsNamedSchemas().Select(schema => (Pattern: SchemaPattern.Read(part, schema.Key), Check: schema.Value)).ToList();
        return Of((value, at) => First(
            from member in value.EnumerateObject()
            from schema in schemas
            where schema.Pattern.IsMatch(member.Name)
            select schema.Check(member.Value, at.Of(member.Name))));
    }

    private static Check AdditionalProperties(SchemaPart part)
    {
        var named = part.Sibling("properties")?.AsObject().Select(member => member.Name).ToHashSet(StringComparer.Ordinal) ?? [];
        var patterns = part.Sibling("patternProperties")?.AsObject().Select(member => SchemaPattern.Read(part, member.Name)).ToList() ?? [];
        var rest = part.AsSchema();
        return Of((value, at) => First(value.EnumerateObject()
            .Where(member => !named.Contains(member.Name) && !patterns.Exists(pattern => pattern.IsMatch(member.Name)))
            .Select(member => rest(member.Value, at.Of(member.Name)))));
    }

    private static Check PropertyNames(SchemaPart part)
    {
        var names = part.AsSchema();
        return Of((value, at) => First(value.EnumerateObject()
            .Select(member => names(TextOf(member.Name), at.Of(member.Name)))));
    }

    private static JsonElement TextOf(string name)
    {
        using var document = JsonDocument.Parse($"\"{JsonEncodedText.Encode(name)}\"");
        return document.RootElement.Clone();
    }

    private static Check Present(IReadOnlyList<string> names) =>
        Of((value, at) => names.FirstOrDefault(name => !value.TryGetProperty(name, out _)) is { } missing ? at.Fault($"lacks '{missing}'") : null);

    private static Check Count(SchemaPart part, Func<int, int, bool> holds, string relation)
    {
        var limit = part.AsCount();
        return Of((value, at) => holds(value.GetPropertyCount(), limit) ? null : at.Fault($"must have {relation} {limit} properties"));
    }

    private static Check DependentRequired(SchemaPart part)
    {
        var rules = part.AsObject().Select(member => (member.Name, Check: Present((part with { Value = member.Value }).AsTexts()))).ToList();
        return Of((value, at) => First(rules.Select(rule => value.TryGetProperty(rule.Name, out _) ? rule.Check(value, at) : null)));
    }

    private static Check DependentSchemas(SchemaPart part)
    {
        var rules = part.AsNamedSchemas();
        return Of((value, at) => First(rules.Select(rule => value.TryGetProperty(rule.Key, out _) ? rule.Value(value, at) : null)));
    }
}
