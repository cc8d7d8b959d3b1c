using System.Globalization;

namespace Agro.Plugins.DataSources.Files;

/// <summary>The lines of a text file, read in any order from any thread: only their places are kept.</summary>
internal sealed class LineFile : IDisposable
{
    private readonly ByteFile _file;
    private readonly List<Line> _lines = [];

    /// <summary>Finds the lines of a file.</summary>
    /// <param name="file">The file, which is closed with this.</param>
    /// <exception cref="InputException">It cannot be read, or a line is longer than 2 GB.</exception>
    public LineFile(ByteFile file)
    {
        _file = file;
        file.Scan(FindLines);
    }

    /// <summary>How many lines hold something besides white space.</summary>
    public int Count => _lines.Count;

    /// <summary>The number of a line in the file, counted from 1.</summary>
    /// <param name="index">Its place among the lines that are not blank.</param>
    public int NumberOf(int index) => _lines[index].Number;

    /// <summary>The bytes of a line, without its end.</summary>
    /// <param name="index">Its place among the lines that are not blank.</param>
    public ReadOnlyMemory<byte> Read(int index) => _file.Read(_lines[index].Offset, _lines[index].Length);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

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
