using Agro.Engine.Plugins;

namespace Agro.Engine.Hooks;

/// <summary>Reads each file once, so that what is hashed are the very bytes that are compiled.</summary>
internal sealed class FileReader
{
    private readonly Dictionary<string, (byte[] Content, ScriptFile File)> known = new(StringComparer.Ordinal);

    /// <summary>Reads a file, or gives what was read before.</summary>
    /// <param name="path">The file; absolute.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public byte[] Read(string path)
    {
        if (known.TryGetValue(path, out var earlier)) return earlier.Content;
        var content = FileBytes.Of(path);
        known.Add(path, (content, new ScriptFile(path, ScriptFiles.HashOf(content))));
        return content;
    }

    /// <summary>A file as it was read, or is now.</summary>
    /// <param name="path">The file; absolute.</param>
    /// <exception cref="IOException">The file is there but cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public ScriptFile FileOf(string path)
    {
        try
        {
            Read(path);
            return known[path].File;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new(path, "absent");
        }
    }
}
