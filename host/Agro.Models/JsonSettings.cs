using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agro.Models;

/// <summary>The settings of one JSON file, read key by key; every fault names the file and the key.</summary>
internal sealed class JsonSettings(string file, JsonObject values)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public string File { get; } = file;

    public JsonObject Values { get; } = values;

    public static JsonSettings Load(string file)
    {
        try
        {
            var node = JsonNode.Parse(InputFile.ReadAllBytes(file), null, new JsonDocumentOptions { AllowDuplicateProperties = false });
            CheckTexts(node);
            return node is JsonObject values ? new(file, values) : throw new InputException($"{file}: expected a JSON object");
        }
        catch (InvalidOperationException fault)
        {
            throw new InputException($"{file}: a text in it is not valid Unicode", fault);
        }
        catch (JsonException fault)
        {
            throw new InputException($"{file}:{fault.LineNumber + 1}:{fault.BytePositionInLine + 1}: not valid JSON: {fault.Message.Split(" LineNumber:")[0].Split(" Path:")[0]}", fault);
        }
    }

    /// <summary>Reads every text once: what is not Unicode is told only when it is read.</summary>
    /// <exception cref="InvalidOperationException">A name or a text is not Unicode.</exception>
    private static void CheckTexts(JsonNode? node)
    {
        if (node is JsonObject values)
            foreach (var (_, value) in values) CheckTexts(value);
        else if (node is JsonArray items)
            foreach (var item in items) CheckTexts(item);
        else if (node?.GetValueKind() == JsonValueKind.String)
            _ = node.GetValue<string>();
    }

    public static void Save(string file, JsonObject values) =>
        System.IO.File.WriteAllText(file, values.ToJsonString(Indented) + "\n");

    public InputException Fault(string key, string fault) => new($"{File}: {key}: {fault}");

    /// <summary>The value of a key; a JSON null counts as absent.</summary>
    public JsonNode? Find(string key) => Values.TryGetPropertyValue(key, out var node) ? node : null;

    public int Count(string key, int? absent = null)
    {
        if (Find(key) is not { } node) return absent ?? throw Fault(key, "missing");
        return node is JsonValue value && value.TryGetValue(out int number) && number > 0
            ? number
            : throw Fault(key, $"found {node.ToJsonString()}, expected a whole number of at least 1");
    }

    public double Number(string key, double absent)
    {
        if (Find(key) is not { } node) return absent;
        return node is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number) && number >= 0
            ? number
            : throw Fault(key, $"found {node.ToJsonString()}, expected a number of at least 0");
    }

    /// <summary>A number above 0; null where the key is absent or null.</summary>
    public double? Positive(string key) => Find(key) is null ? null
        : Number(key, 0) is > 0 and var number ? number : throw Fault(key, $"found {Find(key)!.ToJsonString()}, expected a number above 0");

    public bool Flag(string key, bool absent = false)
    {
        if (Find(key) is not { } node) return absent;
        return node.GetValueKind() is JsonValueKind.True or JsonValueKind.False
            ? node.GetValue<bool>()
            : throw Fault(key, $"found {node.ToJsonString()}, expected true or false");
    }

    public string? Text(string key)
    {
        if (Find(key) is not { } node) return null;
        return node.GetValueKind() == JsonValueKind.String
            ? node.GetValue<string>()
            : throw Fault(key, $"found {node.ToJsonString()}, expected text");
    }

    /// <summary>The object of a key, with faults that name both; null where the key is absent or null.</summary>
    public JsonSettings? Inner(string key) => Find(key) switch
    {
        null => null,
        JsonObject inner => new($"{File}: {key}", inner),
        var other => throw Fault(key, $"found {other.ToJsonString()}, expected an object"),
    };

    /// <summary>These settings over others, which are changed: a key that is here counts, even with a null.</summary>
    public JsonSettings Over(JsonObject defaults)
    {
        foreach (var (key, value) in Values) defaults[key] = value?.DeepClone();
        return new(File, defaults);
    }

    /// <summary>One id or a list of ids; empty where the key is absent.</summary>
    public ImmutableArray<int> TokenIds(string key)
    {
        if (Find(key) is not { } node) return [];
        IReadOnlyList<JsonNode?> items = node is JsonArray array ? [.. array] : [node];
        return [.. items.Select(item => item is JsonValue value && value.TryGetValue(out int id) && id >= 0
            ? id
            : throw Fault(key, $"found {item?.ToJsonString() ?? "null"}, expected a token id"))];
    }

    /// <summary>Writes ids as Hugging Face does: one as a number, several as a list, none as null.</summary>
    public static JsonNode? TokenIds(ImmutableArray<int> ids) =>
        ids.Length switch { 0 => null, 1 => JsonValue.Create(ids[0]), _ => new JsonArray([.. ids.Select(id => JsonValue.Create(id))]) };

    /// <summary>Refuses a setting whose value this implementation cannot honor.</summary>
    public void Require(string key, Func<JsonNode, bool> supported, string allowed)
    {
        if (Find(key) is { } node && !supported(node))
            throw Fault(key, string.Create(CultureInfo.InvariantCulture, $"{node.ToJsonString()} is not supported, only {allowed}"));
    }
}
