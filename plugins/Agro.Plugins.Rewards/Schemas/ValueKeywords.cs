using System.Text.Json;
using Agro.Plugins.Rewards.Answers;

namespace Agro.Plugins.Rewards.Schemas;

/// <summary>Keywords about single values.</summary>
internal static class ValueKeywords
{
    private static readonly string[] Types = ["null", "boolean", "object", "array", "number", "integer", "string"];

    /// <summary>The keywords.</summary>
    public static IReadOnlyDictionary<string, Func<SchemaPart, Check?>> All { get; } = new Dictionary<string, Func<SchemaPart, Check?>>
    {
        ["type"] = Type,
        ["enum"] = part => OneOf(part.AsList(atLeast: 1)),
        ["const"] = part => OneOf([part.Value]),
        ["minimum"] = part => Number(part, (value, limit) => value >= limit, "at least"),
        ["maximum"] = part => Number(part, (value, limit) => value <= limit, "at most"),
        ["exclusiveMinimum"] = part => Number(part, (value, limit) => value > limit, "above"),
        ["exclusiveMaximum"] = part => Number(part, (value, limit) => value < limit, "below"),
        ["multipleOf"] = MultipleOf,
        ["minLength"] = part => Length(part, (length, limit) => length >= limit, "at least"),
        ["maxLength"] = part => Length(part, (length, limit) => length <= limit, "at most"),
        ["pattern"] = Pattern,
        ["format"] = Format,
    };

    private static Check Type(SchemaPart part)
    {
        IReadOnlyList<string> types = part.Value.ValueKind == JsonValueKind.Array ? part.AsTexts() : [part.AsText()];
        if (types.FirstOrDefault(type => !Types.Contains(type)) is { } unknown)
            throw part.Fault($"is '{unknown}'; the types are: {string.Join(", ", Types)}");
        return (value, at) => types.Any(type => Is(value, type)) ? null : at.Fault($"must be of type {string.Join(" or ", types)}");
    }

    private static bool Is(JsonElement value, string type) => value.ValueKind switch
    {
        JsonValueKind.Null => type == "null",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        _ => type == "number" || (type == "integer" && SchemaPart.NumberOf(value) is { Denominator.IsOne: true }),
    };

    private static Check OneOf(IReadOnlyList<JsonElement> allowed) => (value, at) => allowed.Any(one => JsonElement.DeepEquals(one, value))
        ? null
        : at.Fault($"must be {string.Join(" or ", allowed.Select(one => one.GetRawText()))}");

    private static Check Number(SchemaPart part, Func<ExactNumber, ExactNumber, bool> holds, string relation)
    {
        var limit = part.AsNumber();
        return (value, at) => value.ValueKind != JsonValueKind.Number || (SchemaPart.NumberOf(value) is { } number && holds(number, limit))
            ? null
            : at.Fault($"must be {relation} {limit}");
    }

    private static Check MultipleOf(SchemaPart part)
    {
        var unit = part.AsNumber();
        if (unit.Numerator.Sign <= 0) throw part.Fault("must be above 0");
        return (value, at) => value.ValueKind != JsonValueKind.Number || (SchemaPart.NumberOf(value) is { } number && (number / unit).Denominator.IsOne)
            ? null
            : at.Fault($"must be a multiple of {unit}");
    }

    private static Check Length(SchemaPart part, Func<int, int, bool> holds, string relation)
    {
        var limit = part.AsCount();
        return (value, at) => value.ValueKind != JsonValueKind.String || holds(value.GetString()!.EnumerateRunes().Count(), limit)
            ? null
            : at.Fault($"must have {relation} {limit} characters");
    }

    private static Check Pattern(SchemaPart part)
    {
        var regex = SchemaPattern.Read(part, part.AsText());
        return (value, at) => value.ValueKind != JsonValueKind.String || regex.IsMatch(value.GetString()!) ? null : at.Fault($"must match {part.AsText()}");
    }

    private static Check Format(SchemaPart part)
    {
        var name = part.AsText();
        if (TextFormats.Find(name) is not { } isOne) throw part.Fault($"is '{name}', which is not known here. Known are: {TextFormats.Names}");
        return (value, at) => value.ValueKind != JsonValueKind.String || isOne(value.GetString()!) ? null : at.Fault($"must have the format {name}");
    }
}
