using Agro.Plugins.DataSources.Files;
using Agro.Plugins.DataSources.Rows;

namespace Agro.Plugins.DataSources.Jsonl;

/// <summary>Opens a file of JSON objects, one a line or all in one list.</summary>
internal static class JsonFile
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">The file, plain or gzipped.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static IRowFile Open(string path)
    {
        var file = new ByteFile(path, "a file with one JSON object a line");
        try
        {
            return BeginsWithList(file) ? new JsonArray(path, file) : new JsonLines(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static bool BeginsWithList(ByteFile file)
    {
        var first = -1;
        file.Scan(stream =>
        {
            ReadOnlySpan<byte> skipped = [0xEF, 0xBB, 0xBF, (byte)' ', (byte)'\t', (byte)'\r', (byte)'\n'];
            using var buffered = new BufferedStream(stream);
            do first = buffered.ReadByte();
            while (first >= 0 && skipped.Contains((byte)first));
        });
        return first == '[';
    }
}
