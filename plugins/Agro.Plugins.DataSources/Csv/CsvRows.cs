using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Agro.Plugins.DataSources.Files;
using Agro.Plugins.DataSources.Rows;

namespace Agro.Plugins.DataSources.Csv;

/// <summary>The rows of a file of values.</summary>
internal sealed partial class CsvRows : IRowFile
{
    private readonly string _path;
    private readonly ByteFile _file;
    private readonly byte _delimiter;
    private readonly List<CsvRecord> _records;
    private readonly ImmutableArray<string> _columns;

    /// <summary>Finds the rows and the names of the columns.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">How it is laid out.</param>
    /// <exception cref="InputException">It cannot be read, or two columns have one name.</exception>
    public CsvRows(string path, CsvFormat format)
    {
        _path = path;
        _delimiter = format.DelimiterOf(path);
        _file = new ByteFile(path, "a file of comma-separated values");
        try
        {
            _records = CsvRecords.Find(path, _file);
            _columns = format.Columns;
            if (_columns.IsEmpty && _records.Count > 0)
            {
                _columns = [.. Cells(_records[0]).Select(cell => cell.Text.Trim())];
                _records.RemoveAt(0);
            }

            if (_columns.GroupBy(column => column).FirstOrDefault(same => same.Count() > 1) is { } twice)
                throw new InputException($"{path}: two columns are called '{twice.Key}'");
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public int Count => _records.Count;

    /// <inheritdoc/>
    public string Noun => "row";

    /// <inheritdoc/>
    public string Wanted => "a row with the names of the columns, and rows of values";

    /// <inheritdoc/>
    public long NumberOf(int index) => index + 1L;

    /// <inheritdoc/>
    public DataRow Read(int index)
    {
        var record = _records[index];
        var cells = Cells(record);
        if (cells.Count != _columns.Length)
        {
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Place(record)}: {cells.Count} cells, but there are {_columns.Length} columns: {string.Join(", ", _columns)}"));
        }

        var columns = new Dictionary<string, JsonElement>();
        using var document = JsonDocument.Parse(ToJson(cells));
        foreach (var member in document.RootElement.Clone().EnumerateObject()) columns[member.Name] = member.Value;
        return new(Place(record), columns) { Noun = Noun };
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private List<CsvCell> Cells(CsvRecord record) => CsvCells.Split(Place(record), _file.Read(record.Offset, record.Length).Span, _delimiter);

    private string Place(CsvRecord record) => string.Create(CultureInfo.InvariantCulture, $"{_path}:{record.Line}");

    // Rows of all formats are JSON. What reads as a number stays as it is written: 1.50 is never turned into 1.5.
    private ReadOnlyMemory<byte> ToJson(List<CsvCell> cells)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        for (var i = 0; i < cells.Count; i++)
        {
            writer.WritePropertyName(_columns[i]);
            if (cells[i] is { Text: "", IsQuoted: false }) writer.WriteNullValue();
            else if (cells[i].Text is "true" or "false") writer.WriteBooleanValue(cells[i].Text == "true");
            else if (Number().IsMatch(cells[i].Text)) writer.WriteRawValue(Encoding.UTF8.GetBytes(cells[i].Text));
            else writer.WriteStringValue(cells[i].Text);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    [GeneratedRegex(@"\A-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
