using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace Agro.Plugins.DataSources.Files;

/// <summary>
/// The bytes of a file, read in any order from any thread. A plain file stays on disk; a gzipped one (told by its first bytes) is
/// unpacked in memory.
/// </summary>
internal sealed class ByteFile : IDisposable
{
    private readonly string _path;
    private readonly SafeFileHandle? _file;
    private readonly byte[] _unpacked = [];

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wanted">What it should be, for messages.</param>
    /// <exception cref="InputException">It cannot be read, or is not gzip where it begins like gzip.</exception>
    public ByteFile(string path, string wanted)
    {
        if (Directory.Exists(path)) throw new InputException($"{path}: is a folder; {wanted} is wanted");
        _path = path;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read);
            if (IsGzip(stream)) _unpacked = Unpack(stream);
            else _file = File.OpenHandle(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw Unreadable(exception);
        }
    }

    /// <summary>Reads a part.</summary>
    /// <param name="offset">Where it begins.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <exception cref="IOException">The file became shorter.</exception>
    public ReadOnlyMemory<byte> Read(long offset, int length)
    {
        if (_file is null) return _unpacked.AsMemory((int)offset, length);
        var bytes = new byte[length];
        for (var read = 0; read < bytes.Length;)
        {
            var count = RandomAccess.Read(_file, bytes.AsSpan(read), offset + read);
            if (count == 0) throw new IOException("the file became shorter while it was in use");
            read += count;
        }

        return bytes;
    }

    /// <summary>Goes through the file once.</summary>
    /// <param name="scan">Takes it from its beginning.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public void Scan(Action<Stream> scan)
    {
        try
        {
            using Stream stream = _file is null ? new MemoryStream(_unpacked) : new FileStream(_path, FileMode.Open, FileAccess.Read);
            scan(stream);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw Unreadable(exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private InputException Unreadable(Exception exception) => new($"{_path}: cannot be read: {exception.Message}", exception);

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
}
