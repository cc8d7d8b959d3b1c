using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agro.Cli.JsonLines;

/// <summary>One JSON object of the input, with its place for messages.</summary>
/// <param name="Place">The place, such as <c>stdin:12</c>.</param>
/// <param name="Number">The line, counted from 1.</param>
/// <param name="Json">The object.</param>
internal sealed record InputRow(string Place, int Number, JsonElement Json)
{
    /// <summary>The row's <c>id</c> as it was written; its line number when it has none.</summary>
    public JsonNode Id => Find("id") is { } id ? JsonNode.Parse(id.GetRawText())! : JsonValue.Create(Number);

    /// <summary>The names of its members.</summary>
    public IEnumerable<string> Names => Json.EnumerateObject().Select(member => member.Name);

    /// <summary>A member; null when it is absent or JSON's null.</summary>
    /// <param name="name">Its name.</param>
    public JsonElement? Find(string name) =>
        Json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Makes the exception for a fault of this row.</summary>
    /// <param name="message">What was found, what is allowed.</param>
    public InputException Fault(string message) => new($"{Place}: {message}");

    /// <summary>A text that must be there.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InputException">It is absent, or no text.</exception>
    public string Text(string name) => TextOrNull(name) ?? throw Missing(name, "a text");

    /// <summary>A text that may be absent.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InputException">It is no text.</exception>
    public string? TextOrNull(string name)
    {
        if (Find(name) is not { } value) return null;
        return value.ValueKind == JsonValueKind.String ? Plain(name, value) : throw Wrong(name, value, "a text");
    }

    /// <summary>A value as text: strings as they are, anything else as it was written.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The text; null when it is absent or JSON's null.</returns>
    /// <exception cref="InputException">It is not valid Unicode text.</exception>
    public string? AnyText(string name) => Find(name) is { } value ? Plain(name, value) : null;

    /// <summary>A list that must be there.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="wanted">What the items must be, such as <c>whole numbers</c>.</param>
    /// <param name="read">Reads an item; null when it is not what is wanted.</param>
    /// <exception cref="InputException">It is absent, no list, or an item is not what is wanted.</exception>
    public List<T> List<T>(string name, string wanted, Func<JsonElement, T?> read) where T : struct =>
        Find(name) is { } value ? Items(name, value, wanted, read) : throw Missing(name, $"a list of {wanted}");

    /// <summary>A list of lists that may be absent.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InputException">It is no list of lists of numbers.</exception>
    public List<List<double>>? Matrix(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Array) throw Wrong(name, value, "a list of lists of numbers");
        return [.. value.EnumerateArray().Select((row, i) => Items($"{name}[{i}]", row, "numbers", NumberOf))];
    }

    /// <summary>Reads a token id.</summary>
    /// <param name="value">The value.</param>
    public static int? TokenOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var token) && token >= 0 ? token : null;

    /// <summary>Reads a whole number.</summary>
    /// <param name="value">The value.</param>
    public static long? IntegerOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    /// <summary>Reads a finite number.</summary>
    /// <param name="value">The value.</param>
    public static double? NumberOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    /// <summary>The fault of a member that is not there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="wanted">What it must be.</param>
    public InputException Missing(string name, string wanted) =>
        Fault($"'{name}' is missing, must be {wanted}; the row has: {string.Join(", ", Names)}");

    /// <summary>The fault of a member that is something else than it must be.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">What was found.</param>
    /// <param name="wanted">What it must be.</param>
    public InputException Wrong(string name, JsonElement value, string wanted) =>
        Fault($"'{name}' must be {wanted}, found {Describe(value)}");

    /// <summary>Puts a value into words.</summary>
    /// <param name="value">The value.</param>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a text",
        JsonValueKind.Null => "null",
        _ => value.GetRawText(),
    };

    private List<T> Items<T>(string name, JsonElement list, string wanted, Func<JsonElement, T?> read) where T : struct
    {
        if (list.ValueKind != JsonValueKind.Array) throw Wrong(name, list, $"a list of {wanted}");
        return [.. list.EnumerateArray()
            .Select((item, i) => read(item) ?? throw Fault($"'{name}' must be a list of {wanted}, found {Describe(item)} at [{i}]"))];
    }

    private string Plain(string name, JsonElement value)
    {
        try
        {
            return value.ToString();
        }
        catch (InvalidOperationException)
        {
            throw Fault($"'{name}' is not valid Unicode text");
        }
    }
}
