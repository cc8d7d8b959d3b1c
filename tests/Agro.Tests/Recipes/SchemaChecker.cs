using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Agro.Tests.Recipes;

/// <summary>Checks a value by the keywords of JSON Schema (draft-07) that recipe schemas use; an unknown keyword fails the test.</summary>
internal sealed class SchemaChecker(JsonObject root)
{
    private static readonly HashSet<string> Annotations =
        ["$schema", "title", "description", "default", "definitions", "markdownEnumDescriptions", "patternErrorMessage", "then", "else"];

    /// <summary>The places that are invalid, as JSON pointers.</summary>
    public List<string> Check(JsonNode? value)
    {
        var places = new List<string>();
        Check(root, value, "", places);
        return places;
    }

    private bool Holds(JsonNode? schema, JsonNode? value)
    {
        var places = new List<string>();
        Check(schema, value, "", places);
        return places.Count == 0;
    }

    private void Check(JsonNode? schema, JsonNode? value, string at, List<string> places)
    {
        if (schema is JsonValue flag)
        {
            if (!flag.GetValue<bool>()) places.Add(at);
            return;
        }

        foreach (var (keyword, rule) in schema!.AsObject())
        {
            if (Annotations.Contains(keyword)) continue;
            if (keyword is "properties" or "required" or "additionalProperties" or "patternProperties") CheckObject(keyword, schema, value, at, places);
            else if (keyword is "$ref" or "allOf" or "anyOf" or "oneOf" or "if") Combine(keyword, schema, value, at, places);
            else if (!CheckValue(keyword, rule!, value, at, places)) places.Add(at);
        }
    }

    private void CheckObject(string keyword, JsonNode schema, JsonNode? value, string at, List<string> places)
    {
        if (value is not JsonObject found) return;
        var known = schema["properties"]?.AsObject() ?? [];
        if (keyword == "required") places.AddRange(schema[keyword]!.AsArray().Select(k => k!.GetValue<string>()).Where(k => !found.ContainsKey(k)).Select(k => $"{at}/{k}"));
        foreach (var (key, part) in found)
        {
            var matches = schema["patternProperties"]?.AsObject().Any(p => Regex.IsMatch(key, p.Key)) == true;
            if (keyword == "properties" && known.TryGetPropertyValue(key, out var inner)) Check(inner, part, $"{at}/{key}", places);
            if (keyword == "additionalProperties" && !known.ContainsKey(key) && !matches) Check(schema[keyword], part, $"{at}/{key}", places);
        }
    }

    private void Combine(string keyword, JsonNode schema, JsonNode? value, string at, List<string> places)
    {
        var rule = schema[keyword]!;
        switch (keyword)
        {
            case "$ref":
                var target = rule.GetValue<string>()[2..].Split('/').Aggregate((JsonNode?)root, (node, key) => node![key]);
                Check(target, value, at, places);
                break;
            case "allOf":
                foreach (var part in rule.AsArray()) Check(part, value, at, places);
                break;
            case "anyOf":
                if (!rule.AsArray().Any(part => Holds(part, value))) places.Add(at);
                break;
            case "oneOf":
                if (rule.AsArray().Count(part => Holds(part, value)) != 1) places.Add(at);
                break;
            default:
                if (schema[Holds(rule, value) ? "then" : "else"] is { } branch) Check(branch, value, at, places);
                break;
        }
    }

    private bool CheckValue(string keyword, JsonNode rule, JsonNode? value, string at, List<string> places)
    {
        double? number = value?.GetValueKind() == JsonValueKind.Number ? Number(value) : null;
        switch (keyword)
        {
            case "type":
                return rule is JsonArray types ? types.Any(t => IsType(t!.GetValue<string>(), value)) : IsType(rule.GetValue<string>(), value);
            case "enum":
                return rule.AsArray().Any(v => JsonNode.DeepEquals(v, value));
            case "const":
                return JsonNode.DeepEquals(rule, value);
            case "pattern":
                return value?.GetValueKind() != JsonValueKind.String || Regex.IsMatch(value.GetValue<string>(), rule.GetValue<string>());
            case "minimum":
                return number is null || number >= rule.GetValue<double>();
            case "maximum":
                return number is null || number <= rule.GetValue<double>();
            case "exclusiveMinimum":
                return number is null || number > rule.GetValue<double>();
            case "exclusiveMaximum":
                return number is null || number < rule.GetValue<double>();
            case "minItems":
                return value is not JsonArray list || list.Count >= rule.GetValue<int>();
            case "items":
                for (var i = 0; value is JsonArray items && i < items.Count; i++) Check(rule, items[i], $"{at}/{i}", places);
                return true;
            default:
                throw new NotSupportedException(keyword);
        }
    }

    private static double Number(JsonNode value) => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    private static bool IsType(string type, JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => type == "null",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.Number => type == "number" || (type == "integer" && Math.Floor(Number(value)) == Number(value)),
        JsonValueKind.String => type == "string",
        JsonValueKind.Array => type == "array",
        _ => type == "object",
    };
}
