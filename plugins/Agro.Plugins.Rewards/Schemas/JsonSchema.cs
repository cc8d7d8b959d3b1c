using System.Text.Json;

namespace Agro.Plugins.Rewards.Schemas;

/// <summary>
/// A JSON Schema (draft 2020-12, of which it knows the validation and applicator keywords and references within the document). What it does
/// not know it refuses: a keyword that is passed over would let wrong values through.
/// </summary>
internal sealed class JsonSchema
{
    private readonly string _place;
    private readonly JsonElement _document;
    private readonly Dictionary<string, Check?> _known = new(StringComparer.Ordinal);
    private readonly Check _root;

    private JsonSchema(string place, JsonElement document)
    {
        (_place, _document) = (place, document);
        _root = Reference("#");
    }

    /// <summary>Reads a schema.</summary>
    /// <param name="place">Where it comes from, for messages.</param>
    /// <param name="text">The schema, as JSON.</param>
    /// <exception cref="InputException">It is no schema, or has a keyword that is not known here.</exception>
    public static JsonSchema Read(string place, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return new(place, document.RootElement.Clone());
        }
        catch (JsonException exception)
        {
            throw new InputException($"{place}: no JSON: {exception.Message}", exception);
        }
    }

    /// <summary>The values that the schema gives as examples, as JSON.</summary>
    public IReadOnlyList<string> Examples =>
        _document.ValueKind == JsonValueKind.Object && _document.TryGetProperty("examples", out var examples) && examples.ValueKind == JsonValueKind.Array
            ? [.. examples.EnumerateArray().Select(example => example.GetRawText())]
            : [];

    /// <summary>Checks a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The first thing that is wrong; null when the value is valid.</returns>
    /// <exception cref="NotSupportedException">The work is more than any honest schema takes.</exception>
    public string? FaultOf(JsonElement value) => _root(value, new("", new()));

    /// <summary>Makes the check of a schema at a place of the document.</summary>
    /// <param name="pointer">The place, as <c>#</c> and a JSON pointer.</param>
    /// <param name="schema">What is there.</param>
    internal Check Of(string pointer, JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.True) return (_, _) => null;
        if (schema.ValueKind == JsonValueKind.False) return (_, at) => at.Fault("must not be there");
        if (schema.ValueKind != JsonValueKind.Object) throw Fault(pointer, "is no schema: an object, true or false is wanted");
        var checks = new List<Check>();
        foreach (var keyword in schema.EnumerateObject())
        {
            var part = new SchemaPart(this, $"{pointer}/{keyword.Name}", schema, keyword.Value);
            if (Keywords.Find(keyword.Name) is not { } make) throw part.Fault($"is a keyword that is not known here. Known are: {Keywords.Names}");
            if (make(part) is { } check) checks.Add(check);
        }

        return (value, at) => at.Budget.Spend(() =>
        {
            foreach (var check in checks)
            {
                if (check(value, at) is { } fault) return fault;
            }

            return null;
        });
    }

    /// <summary>The check of what a reference points at.</summary>
    /// <param name="reference">The reference: <c>#</c> or <c>#/…</c>.</param>
    internal Check Reference(string reference)
    {
        if (!reference.StartsWith('#')) throw Fault(reference, "is a reference to another document; only those within the schema (#/…) are known here");
        if (_known.TryAdd(reference, null)) _known[reference] = Of(reference, Find(reference));

        // Looked up when it is used: a schema may refer to itself while it is being read.
        return (value, at) => _known[reference]!(value, at);
    }

    private JsonElement Find(string reference)
    {
        var found = _document;
        foreach (var part in Uri.UnescapeDataString(reference[1..]).Split('/').Skip(1))
        {
            var key = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (found.ValueKind == JsonValueKind.Object && found.TryGetProperty(key, out var member)) found = member;
            else if (found.ValueKind == JsonValueKind.Array && int.TryParse(key, out var index) && index >= 0 && index < found.GetArrayLength()) found = found[index];
            else throw Fault(reference, "is a reference to nothing");
        }

        return reference.Length == 1 || reference[1] == '/' ? found : throw Fault(reference, "is a reference by name; only those by path (#/…) are known here");
    }

    /// <summary>A fault of the schema itself.</summary>
    internal InputException Fault(string pointer, string what) => new($"{_place}: {pointer} {what}");
}
