using System.Globalization;
using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace Agro.Plugins.DataSources.Jsonl;

/// <summary>
/// The lines of a text file, read in any order from any thread. A plain file stays on disk and only the lines' places are kept; a
/// gzipped one (told by its first bytes) is unpacked in memory.
/// </summary>
internal sealed class LineFile : IDisposable
{
    private readonly SafeFileHandle? _file;
    private readonly byte[] _unpacked = [];
    private readonly List<Line> _lines = [];

    /// <summary>Opens a file and finds its lines.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It cannot be read, or is not gzip where it begins like gzip.</exception>
    public LineFile(string path)
    {
        if (Directory.Exists(path)) throw new InputException($"{path}: is a folder; a file with one JSON object a line is wanted");
        try
        {
            _file = File.OpenHandle(path);
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read);
            if (IsGzip(stream))
            {
                _unpacked = Unpack(stream);
                _file.Dispose();
                _file = null;
                FindLines(new MemoryStream(_unpacked));
            }
            else
            {
                FindLines(stream);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            _file?.Dispose();
            throw new InputException($"{path}: cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>How many lines hold something besides white space.</summary>
    public int Count => _lines.Count;

    /// <summary>The number of a line in the file, counted from 1.</summary>
    /// <param name="index">Its place among the lines that are not blank.</param>
    public int NumberOf(int index) => _lines[index].Number;

    /// <summary>The bytes of a line, without its end.</summary>
    /// <param name="index">Its place among the lines that are not blank.</param>
    public ReadOnlyMemory<byte> Read(int index)
    {
        var line = _lines[index];
        if (_file is null) return _unpacked.AsMemory((int)line.Offset, line.Length);
        var bytes = new byte[line.Length];
        for (var read = 0; read < bytes.Length;)
        {
            var count = RandomAccess.Read(_file, bytes.AsSpan(read), line.Offset + read);
            if (count == 0) throw new IOException("the file became shorter while it was in use");
            read += count;
        }
        return bytes;
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static bool IsGzip(FileStream stream)
    {
        var isGzip = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
        stream.Position = 0;
        return isGzip;
    }

    private static byte[] Unpack(FileStream stream)
    {
        using var gzip = new GZipStream(stream, CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    private void FindLines(Stream stream)
    {
        var buffer = new byte[1 << 16];
        long position = 0, start = 0, last = -1;
        var number = 1;
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            foreach (var value in buffer.AsSpan(0, count))
            {
                if (value == '\n')
                {
                    Add(number++, start, last);
                    (start, last) = (position + 1, -1);
                }
                else if (value > ' ')
                {
                    // A byte-order mark at the beginning of the file is no part of its first line.
                    if (position < 3 && start == position && value == ByteOrderMark[(int)position]) start++;
                    else last = position;
                }
                position++;
            }
        }
        Add(number, start, last);
    }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private void Add(int number, long start, long last)
    {
        if (last < start) return;
        if (last - start >= Array.MaxLength)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"line {number} is longer than 2 GB"));
        _lines.Add(new(number, start, (int)(last - start + 1)));
    }

    private readonly record struct Line(int Number, long Offset, int Length);
}
