using System.Globalization;
using System.Text.Json;

namespace Agro.Models.Tokenizers.Files;

/// <summary>A value of a JSON file that knows where it stands, so that a fault can name the file and the path.</summary>
internal readonly struct JsonPart(JsonElement element, string file, string path)
{
    /// <summary>The value of <c>type</c>, which says what a component is.</summary>
    public string Type => Required("type").Text();

    public JsonValueKind Kind => element.ValueKind;

    public string Path => path;

    /// <summary>A property's value, or null where it is absent or JSON's null.</summary>
    public JsonPart? Optional(string name)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Fault($"is {Kind}, an object is needed");
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return new JsonPart(value, file, $"{path}.{name}");
    }

    public JsonPart Required(string name) => Optional(name) ?? throw Fault($"has no '{name}'");

    public string Text() => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Fault($"is {Kind}, a string is needed");

    public int Integer() =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value) ? value : throw Fault($"is {element}, an integer is needed");

    public double Number() => element.ValueKind == JsonValueKind.Number ? element.GetDouble() : throw Fault($"is {element}, a number is needed");

    public bool Flag(string name, bool otherwise) => Optional(name) is not { } part ? otherwise : part.Kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw part.Fault($"is {part.Kind}, true or false is needed"),
    };

    public List<JsonPart> Items()
    {
        if (element.ValueKind != JsonValueKind.Array) throw Fault($"is {Kind}, an array is needed");
        var items = new List<JsonPart>(element.GetArrayLength());
        foreach (var item in element.EnumerateArray())
        {
            items.Add(new JsonPart(item, file, string.Create(CultureInfo.InvariantCulture, $"{path}[{items.Count}]")));
        }
        return items;
    }

    public List<(string Name, JsonPart Value)> Properties()
    {
        if (element.ValueKind != JsonValueKind.Object) throw Fault($"is {Kind}, an object is needed");
        var properties = new List<(string, JsonPart)>();
        foreach (var property in element.EnumerateObject()) properties.Add((property.Name, new JsonPart(property.Value, file, $"{path}.{property.Name}")));
        return properties;
    }

    /// <summary>The fault of a component that is not implemented.</summary>
    public InputException Unsupported(string allowed) => Required("type").Fault($"'{Type}' is not supported; supported are {allowed}");

    public InputException Fault(string what) => new($"{file}: {path}: {what}");
}
