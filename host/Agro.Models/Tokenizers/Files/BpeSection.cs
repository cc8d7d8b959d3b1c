using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Agro.Models.Tokenizers.Bpe;

namespace Agro.Models.Tokenizers.Files;

/// <summary>
/// The <c>model</c> of a tokenizer.json. The vocabulary and the merges are read straight from the bytes:
/// half a million merges as JSON nodes would cost seconds and hundreds of megabytes.
/// </summary>
internal sealed class BpeSection
{
    private readonly string _file;
    private readonly Range? _vocabulary;
    private readonly Range? _merges;
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <param name="file">The file's name, for faults.</param>
    /// <param name="bytes">The bytes of the JSON object.</param>
    public BpeSection(string file, ReadOnlyMemory<byte> bytes)
    {
        (_file, _bytes) = (file, bytes);
        var reader = new Utf8JsonReader(bytes.Span);
        var options = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(options);
        writer.WriteStartObject();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw Fault("model", $"is {reader.TokenType}, an object is needed");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var range = start..(int)reader.BytesConsumed;
            if (name == "vocab") _vocabulary = range;
            else if (name == "merges") _merges = range;
            else
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(bytes.Span[range]);
            }
        }
        writer.WriteEndObject();
        writer.Flush();
        using var document = JsonDocument.Parse(options.WrittenMemory);
        Options = new JsonPart(document.RootElement.Clone(), file, "$.model");
        CheckType();
    }

    /// <summary>Everything but the vocabulary and the merges.</summary>
    public JsonPart Options { get; }

    /// <summary>Reads token texts and ids.</summary>
    public Vocabulary ReadVocabulary()
    {
        var bytes = _bytes.Span[_vocabulary ?? throw Fault("model", "has no 'vocab'")];
        var vocabulary = new Vocabulary(bytes.Length / 20);
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw Fault("model.vocab", "an object of token texts and ids is needed");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var token = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var id) || id is < 0 or > MaximumId)
            {
                throw Fault($"model.vocab['{token}']", string.Create(CultureInfo.InvariantCulture, $"an id from 0 to {MaximumId} is needed"));
            }
            vocabulary.Add(token, id);
        }
        return vocabulary;
    }

    /// <summary>Reads the merges, in their order.</summary>
    /// <param name="take">Takes each merge, and returns a token of it that is not in the vocabulary, or null.</param>
    public void ReadMerges(MergeConsumer take)
    {
        var reader = new Utf8JsonReader(_bytes.Span[_merges ?? throw Fault("model", "has no 'merges'")]);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray) throw Fault("model.merges", "an array is needed");
        var buffer = new char[256];
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            var split = ReadPair(ref reader, ref buffer, index, out var length);
            var missing = take(buffer.AsSpan(0, split), buffer.AsSpan(split, length - split));
            if (missing is not null) throw MergeFault(index, $"'{missing}' is not in the vocabulary");
        }
    }

    /// <summary>Takes a merge.</summary>
    public delegate string? MergeConsumer(ReadOnlySpan<char> left, ReadOnlySpan<char> right);

    /// <summary>The highest id that is believed: embeddings of more tokens than this do not exist.</summary>
    public const int MaximumId = (1 << 26) - 1;

    private int ReadPair(ref Utf8JsonReader reader, ref char[] buffer, int index, out int length)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            length = Copy(ref reader, ref buffer, 0);
            var text = buffer.AsSpan(0, length);
            var space = text.IndexOf(' ');
            if (space < 0 || text.LastIndexOf(' ') != space) throw MergeFault(index, $"'{text}' is not two tokens with one space between them");
            text[(space + 1)..].CopyTo(text[space..]);
            length--;
            return space;
        }
        if (reader.TokenType != JsonTokenType.StartArray) throw MergeFault(index, "a string or a pair of strings is needed");
        var left = ReadElement(ref reader, ref buffer, 0, index);
        length = left + ReadElement(ref reader, ref buffer, left, index);
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray) throw MergeFault(index, "has more than two tokens");
        return left;
    }

    private int ReadElement(ref Utf8JsonReader reader, ref char[] buffer, int offset, int index)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.String) throw MergeFault(index, "two strings are needed");
        return Copy(ref reader, ref buffer, offset);
    }

    private static int Copy(ref Utf8JsonReader reader, ref char[] buffer, int offset)
    {
        // An escaped character is never shorter in bytes than in UTF-16 units.
        var needed = offset + reader.ValueSpan.Length;
        if (needed > buffer.Length) Array.Resize(ref buffer, needed * 2);
        return reader.CopyString(buffer.AsSpan(offset));
    }

    private void CheckType()
    {
        var type = Options.Optional("type");
        if (type is not null && type.Value.Text() != "BPE") throw Options.Unsupported("BPE");
        if (type is null && _merges is null) throw Options.Fault("has neither 'type' nor 'merges'; supported are BPE models");
        if (Options.Optional("dropout") is { } dropout && dropout.Kind == JsonValueKind.Number && dropout.Number() != 0)
        {
            throw dropout.Fault("merges are left out at random; only null or 0 is supported");
        }
    }

    private InputException MergeFault(int index, string what) => Fault(string.Create(CultureInfo.InvariantCulture, $"model.merges[{index}]"), what);

    private InputException Fault(string path, string what) => new($"{_file}: $.{path}: {what}");
}
