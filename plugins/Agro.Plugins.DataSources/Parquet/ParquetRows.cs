using System.Globalization;
using Agro.Plugins.DataSources.Jsonl;
using Agro.Plugins.DataSources.Rows;
using Parquet;

namespace Agro.Plugins.DataSources.Parquet;

/// <summary>
/// The rows of Parquet files. What is read is a row group, whole; the last ones are kept, up to a size, as the JSON text of their rows: so
/// all that reads rows is the same for both formats.
/// </summary>
internal sealed class ParquetRows : IRowFile
{
    private readonly List<Group> _groups = [];
    private readonly long _mostBytes;
    private readonly Lock _gate = new();
    private readonly LinkedList<(int Group, byte[][] Rows)> _kept = new();
    private long _keptBytes;

    /// <summary>Looks at the ends of the files, where the places of the rows are told.</summary>
    /// <param name="files">The files.</param>
    /// <param name="mostBytes">How many bytes of rows are kept; the last row group is kept whatever its size.</param>
    /// <exception cref="InputException">One cannot be read, or there are too many rows.</exception>
    public ParquetRows(IReadOnlyList<string> files, long mostBytes = 256L << 20)
    {
        _mostBytes = mostBytes;
        var count = 0L;
        foreach (var file in files)
        {
            Read(file, reader =>
            {
                var first = 0L;
                for (var i = 0; i < reader.RowGroupCount; i++)
                {
                    var rows = reader.RowGroups[i].RowCount;
                    if (rows > 0) _groups.Add(new(file, i, (int)Math.Min(count, int.MaxValue), first));
                    (count, first) = (count + rows, first + rows);
                }

                return 0;
            });
        }

        if (count > int.MaxValue) throw new InputException($"{files[0]}: {count} rows are more than a data source can have");
        Count = (int)count;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public string Noun => "row";

    /// <inheritdoc/>
    public string Wanted => "at least one row";

    /// <inheritdoc/>
    public long NumberOf(int index) => index + 1L;

    /// <inheritdoc/>
    public DataRow Read(int index)
    {
        var at = _groups.BinarySearch(new("", 0, index, 0));
        var number = at >= 0 ? at : ~at - 1;
        var group = _groups[number];
        var place = string.Create(CultureInfo.InvariantCulture, $"{group.File}: row {group.FirstInFile + index - group.First + 1}");
        return JsonLine.Parse(place, RowsOf(number)[index - group.First], Noun);
    }

    /// <inheritdoc/>
    public void Dispose() => _kept.Clear();

    private byte[][] RowsOf(int number)
    {
        lock (_gate)
        {
            for (var node = _kept.First; node is not null; node = node.Next)
            {
                if (node.Value.Group != number) continue;
                _kept.Remove(node);
                _kept.AddFirst(node);
                return node.Value.Rows;
            }

            var rows = Read(_groups[number].File, reader => RowGroupText.Read(reader, _groups[number].Index));
            _kept.AddFirst((number, rows));
            _keptBytes += SizeOf(rows);
            while (_keptBytes > _mostBytes && _kept.Count > 1)
            {
                _keptBytes -= SizeOf(_kept.Last!.Value.Rows);
                _kept.RemoveLast();
            }

            return rows;
        }
    }

    private static long SizeOf(byte[][] rows) => rows.Sum(row => row.LongLength + 32);

    private static T Read<T>(string file, Func<ParquetReader, T> read)
    {
        if (Directory.Exists(file)) throw new InputException($"{file}: is a folder; a Parquet file is wanted");
        try
        {
            using var stream = File.OpenRead(file);
            var reader = ParquetReader.CreateAsync(stream, new ParquetOptions { UseDateOnlyTypeForDates = true }).GetAwaiter().GetResult();
            try
            {
                return read(reader);
            }
            finally
            {
                reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }
        catch (Exception exception) when (exception is not AgroException)
        {
            // Whatever a broken file makes the library throw is the file's fault.
            throw new InputException($"{file}: cannot be read as Parquet: {exception.Message}", exception);
        }
    }

    /// <summary>A row group.</summary>
    /// <param name="File">Its file.</param>
    /// <param name="Index">Its place there.</param>
    /// <param name="First">Its first row, counted over all files.</param>
    /// <param name="FirstInFile">Its first row, counted in its file.</param>
    private readonly record struct Group(string File, int Index, int First, long FirstInFile) : IComparable<Group>
    {
        public int CompareTo(Group other) => First.CompareTo(other.First);
    }
}
