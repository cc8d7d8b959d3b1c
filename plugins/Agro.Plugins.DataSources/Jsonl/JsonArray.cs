using System.Globalization;
using System.Text.Json;
using Agro.Plugins.DataSources.Files;
using Agro.Plugins.DataSources.Rows;

namespace Agro.Plugins.DataSources.Jsonl;

/// <summary>The rows of a file that is one JSON list of objects. The file is checked once; then only the places of its items are kept.</summary>
internal sealed class JsonArray : IRowFile
{
    private readonly string _path;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly List<Range> _items = [];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="file">Its bytes, which are taken into memory; closed here.</param>
    /// <exception cref="InputException">It is no JSON list.</exception>
    public JsonArray(string path, ByteFile file)
    {
        _path = path;
        using (file)
        {
            using var copy = new MemoryStream();
            file.Scan(stream => stream.CopyTo(copy));
            _bytes = copy.ToArray();
        }

        try
        {
            FindItems();
        }
        catch (JsonException exception)
        {
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"{path}:{exception.LineNumber + 1}:{exception.BytePositionInLine + 1}: no JSON list of objects: {JsonLine.Reason(exception)}"),
                exception);
        }
    }

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public string Noun => "item";

    /// <inheritdoc/>
    public string Wanted => "a list of JSON objects";

    /// <inheritdoc/>
    public long NumberOf(int index) => index + 1L;

    /// <inheritdoc/>
    public DataRow Read(int index) =>
        JsonLine.Parse(string.Create(CultureInfo.InvariantCulture, $"{_path}: item {index + 1}"), _bytes[_items[index]], Noun);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void FindItems()
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        var skipped = _bytes.Span.StartsWith(mark) ? mark.Length : 0;
        var reader = new Utf8JsonReader(_bytes.Span[skipped..]);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{_path}: item {_items.Count + 1} of the list is no JSON object"));
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            _items.Add((start + skipped)..((int)reader.BytesConsumed + skipped));
        }

        // Anything behind the list is a fault.
        while (reader.Read())
        {
        }
    }
}
