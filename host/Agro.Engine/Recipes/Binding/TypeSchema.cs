using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Recipes.Binding;

/// <summary>Writes the JSON Schema of types by the rules that they are bound by.</summary>
/// <param name="documentation">Looks up summaries.</param>
/// <param name="component">Writes the schema of a reference to a kind of component.</param>
internal sealed class TypeSchema(Func<MemberInfo, string?> documentation, Func<ComponentKind, JsonObject> component)
{
    private const int DeepestNesting = 8;
    private int depth;

    /// <summary>The same rules with the documentation of another assembly.</summary>
    public TypeSchema With(Func<MemberInfo, string?> other) => new(other, component);

    /// <summary>The schema of a record: its options and no others.</summary>
    public JsonObject OfRecord(Type type)
    {
        var shape = RecordShape.Of(type);
        var schema = new JsonObject { ["type"] = "object" };
        if (documentation(type) is { } summary) schema["description"] = summary;
        schema["properties"] = OfOptions(shape);
        var required = shape.Properties.Where(p => p.IsRequired).Select(p => (JsonNode)p.Key).ToArray();
        if (required.Length > 0) schema["required"] = new JsonArray(required);
        schema["additionalProperties"] = false;
        return schema;
    }

    /// <summary>The schemas of a record's options by name.</summary>
    public JsonObject OfOptions(RecordShape shape)
    {
        var defaults = OptionDescription.Defaults(shape);
        return new JsonObject(shape.Properties.Select(p => KeyValuePair.Create<string, JsonNode?>(p.Key, OfOption(p, defaults))));
    }

    private JsonObject OfOption(OptionProperty option, object? defaults)
    {
        var schema = OfType(option.Type, option);
        if (option.IsNullable) AllowNull(schema);
        if (documentation(option.Property) is { } summary)
        {
            // Beside a $ref, draft-07 ignores everything else.
            if (schema.ContainsKey("$ref")) schema = new JsonObject { ["allOf"] = new JsonArray(schema) };
            schema["description"] = summary;
        }

        var isPart = option.Component is not null || RecordShape.IsRecord(option.Type);
        if (!option.IsRequired && !isPart && defaults is not null && option.Property.GetValue(defaults) is { } value)
            schema["default"] = CoreSchema.ToJson(ValueNodes.From(value, default));
        return schema;
    }

    private JsonObject OfType(Type type, OptionProperty option)
    {
        if (CollectionShape.Of(type) is { } shape) return OfCollection(shape, option);
        if (typeof(ComponentReference).IsAssignableFrom(type) || type == typeof(HookReference)) return component(option.Component!.Kind);
        if (type.IsEnum) return OfEnum(type);
        if (type == typeof(bool)) return new() { ["type"] = "boolean" };
        if (type == typeof(string)) return OfText(option);
        if (NumberTypes.IsInteger(type) || NumberTypes.IsNumber(type)) return OfNumber(type, option);
        if (type == typeof(JsonElement)) return new() { ["type"] = new JsonArray("string", "number", "boolean") };
        if (type == typeof(RecipeNode)) return new() { ["type"] = new JsonArray("string", "object") };
        if (type == typeof(RecipeMapping)) return new() { ["type"] = "object" };
        if (!RecordShape.IsRecord(type) || depth >= DeepestNesting) return [];
        depth++;
        var record = OfRecord(type);
        depth--;
        return RecordShape.Of(type).Shorthand is { } shorthand
            ? new() { ["anyOf"] = new JsonArray(OfType(shorthand.Type, shorthand), record) }
            : record;
    }

    private JsonObject OfCollection(CollectionShape shape, OptionProperty option)
    {
        var item = Nullable.GetUnderlyingType(shape.ItemType);
        var items = OfType(item ?? shape.ItemType, option);
        if (item is not null) AllowNull(items);
        var schema = shape.IsDictionary
            ? new JsonObject { ["type"] = "object", ["additionalProperties"] = items }
            : new JsonObject { ["type"] = "array", ["items"] = items };
        var (least, most) = shape.IsDictionary ? ("minProperties", "maxProperties") : ("minItems", "maxItems");
        AddLengths(schema, option, least, most);
        return schema;
    }

    private JsonObject OfEnum(Type type)
    {
        var schema = new JsonObject { ["enum"] = new JsonArray([.. EnumNames.Of(type).Keys.Select(k => (JsonNode)k)]) };
        var summaries = EnumNames.Fields(type).Select(f => documentation(f) ?? "").ToList();
        // What yaml-language-server shows beside each value.
        if (summaries.Any(s => s.Length > 0)) schema["markdownEnumDescriptions"] = new JsonArray([.. summaries.Select(s => (JsonNode)s)]);
        return schema;
    }

    private static JsonObject OfText(OptionProperty option)
    {
        // A number stands for its own text, so quotes are not needed.
        var schema = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") };
        foreach (var rule in option.Rules)
        {
            if (rule is RegularExpressionAttribute pattern) schema["pattern"] = $"^(?:{pattern.Pattern})$";
            // What yaml-language-server says instead of the pattern.
            if (rule is RegularExpressionAttribute { ErrorMessage: { } message }) schema["patternErrorMessage"] = message;
            if (rule is AllowedValuesAttribute allowed)
                schema["enum"] = new JsonArray([.. allowed.Values.OfType<string>().Select(v => (JsonNode)v)]);
        }

        if (option.Type == typeof(string)) AddLengths(schema, option, "minLength", "maxLength");
        return schema;
    }

    private static JsonObject OfNumber(Type type, OptionProperty option)
    {
        var schema = new JsonObject { ["type"] = NumberTypes.IsInteger(type) ? "integer" : "number" };
        if (option.Range is not { } range) return schema;
        var (lowest, highest) = Ranges.Limits(range);
        if (lowest is not null) schema[range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum"] = lowest;
        if (highest is not null) schema[range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum"] = highest;
        return schema;
    }

    private static void AddLengths(JsonObject schema, OptionProperty option, string least, string most)
    {
        foreach (var rule in option.Rules)
        {
            var (shortest, longest) = rule switch
            {
                MinLengthAttribute minimum => (minimum.Length, 0),
                MaxLengthAttribute maximum => (0, maximum.Length),
                LengthAttribute both => (both.MinimumLength, both.MaximumLength),
                StringLengthAttribute text => (text.MinimumLength, text.MaximumLength),
                _ => (0, 0),
            };
            if (shortest > 0) schema[least] = shortest;
            if (longest > 0) schema[most] = longest;
        }
    }

    private static void AllowNull(JsonObject schema)
    {
        if (schema["type"] is JsonValue type) schema["type"] = new JsonArray(type.GetValue<string>(), "null");
        else (schema["type"] as JsonArray)?.Add("null");
        if (schema["enum"] is JsonArray values) values.Add(null);
    }
}
