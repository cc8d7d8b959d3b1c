namespace Agro.Plugins.Rewards.Schemas;

/// <summary>Keywords that join schemas, and references.</summary>
internal static class LogicKeywords
{
    /// <summary>The keywords.</summary>
    public static IReadOnlyDictionary<string, Func<SchemaPart, Check?>> All { get; } = new Dictionary<string, Func<SchemaPart, Check?>>
    {
        ["allOf"] = AllOf,
        ["anyOf"] = AnyOf,
        ["oneOf"] = OneOf,
        ["not"] = Not,
        ["if"] = If,
        ["then"] = part => Needs(part),
        ["else"] = part => Needs(part),
        ["$ref"] = part => part.Schema.Reference(part.AsText()),
        ["$defs"] = Definitions,
        ["definitions"] = Definitions,
    };

    private static Check AllOf(SchemaPart part)
    {
        var schemas = part.AsSchemas();
        return (value, at) => schemas.Select(schema => schema(value, at)).FirstOrDefault(fault => fault is not null);
    }

    private static Check AnyOf(SchemaPart part)
    {
        var schemas = part.AsSchemas();
        return (value, at) =>
        {
            var faults = new List<string>();
            foreach (var schema in schemas)
            {
                if (schema(value, at) is not { } fault) return null;
                faults.Add(fault);
            }

            return at.Fault($"fits none of anyOf: {string.Join("; ", faults.Distinct())}");
        };
    }

    private static Check OneOf(SchemaPart part)
    {
        var schemas = part.AsSchemas();
        return (value, at) =>
        {
            var count = schemas.Count(schema => schema(value, at) is null);
            return count == 1 ? null : at.Fault($"must fit exactly one of oneOf, and fits {count}");
        };
    }

    private static Check Not(SchemaPart part)
    {
        var schema = part.AsSchema();
        return (value, at) => schema(value, at) is null ? at.Fault("is what not forbids") : null;
    }

    private static Check If(SchemaPart part)
    {
        var (test, then, otherwise) = (part.AsSchema(), part.Sibling("then")?.AsSchema(), part.Sibling("else")?.AsSchema());
        return (value, at) => (test(value, at) is null ? then : otherwise)?.Invoke(value, at);
    }

    private static Check? Needs(SchemaPart part) => part.Sibling("if") is null ? throw part.Fault("means nothing without if") : null;

    // Read although nothing may refer to them: what is wrong in them shows at once.
    private static Check? Definitions(SchemaPart part)
    {
        part.AsNamedSchemas();
        return null;
    }
}
