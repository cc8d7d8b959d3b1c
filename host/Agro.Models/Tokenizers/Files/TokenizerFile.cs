using System.Text.Json;

namespace Agro.Models.Tokenizers.Files;

/// <summary>A tokenizer.json, parsed but not yet understood.</summary>
/// <param name="Root">Everything but the model.</param>
/// <param name="Model">The vocabulary and the merges.</param>
internal sealed record TokenizerFile(JsonPart Root, BpeSection Model)
{
    /// <summary>Parses the bytes of a tokenizer.json.</summary>
    public static TokenizerFile Parse(string path, ReadOnlyMemory<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes.Span);
        using var rest = new MemoryStream();
        using var writer = new Utf8JsonWriter(rest);
        writer.WriteStartObject();
        BpeSection? model = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw new InputException($"{path}: $: is {reader.TokenType}, an object is needed");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var value = bytes[start..(int)reader.BytesConsumed];
            if (name == "model") model = new BpeSection(path, value);
            else
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(value.Span);
            }
        }
        // What follows the object must be white space.
        reader.Read();
        writer.WriteEndObject();
        writer.Flush();
        using var document = JsonDocument.Parse(rest.ToArray());
        return new TokenizerFile(
            new JsonPart(document.RootElement.Clone(), path, "$"),
            model ?? throw new InputException($"{path}: $: has no 'model': it is not a tokenizer.json"));
    }
}
