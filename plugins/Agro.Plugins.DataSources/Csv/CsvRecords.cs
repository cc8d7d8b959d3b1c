using Agro.Plugins.DataSources.Files;

namespace Agro.Plugins.DataSources.Csv;

/// <summary>Finds the records of a file of values: lines, but line ends within quotes belong to the record.</summary>
internal static class CsvRecords
{
    /// <summary>Finds the places of the records that are not blank.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="file">Its bytes.</param>
    /// <exception cref="InputException">The file ends within quotes, or cannot be read.</exception>
    public static List<CsvRecord> Find(string path, ByteFile file)
    {
        var records = new List<CsvRecord>();
        file.Scan(stream => Find(path, stream, records));
        return records;
    }

    private static void Find(string path, Stream stream, List<CsvRecord> records)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        var buffer = new byte[1 << 16];
        long position = 0, start = 0;
        int line = 1, first = 1, quoteLine = 0;
        bool quoted = false, blank = true;
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            foreach (var value in buffer.AsSpan(0, count))
            {
                // Two quotes within quotes close and open again, which comes to the same.
                if (value == '"') (quoted, quoteLine) = (!quoted, line);
                if (value == '\n') line++;
                if (value == '\n' && !quoted)
                {
                    if (!blank) records.Add(Of(path, first, start, position));
                    (start, first, blank) = (position + 1, line, true);
                }
                else if (position < 3 && start == position && value == mark[(int)position])
                {
                    start++;
                }
                else if (value > ' ')
                {
                    blank = false;
                }

                position++;
            }
        }

        if (quoted) throw new InputException($"{path}:{quoteLine}: a quote is opened and not closed again");
        if (!blank) records.Add(Of(path, first, start, position));
    }

    private static CsvRecord Of(string path, int line, long start, long end) => end - start < Array.MaxLength
        ? new(line, start, (int)(end - start))
        : throw new InputException($"{path}:{line}: the row is longer than 2 GB: is a quote missing?");
}

/// <summary>Where a record is.</summary>
/// <param name="Line">Its first line in the file, counted from 1.</param>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">How many bytes it has, without the line end.</param>
internal readonly record struct CsvRecord(int Line, long Offset, int Length);
