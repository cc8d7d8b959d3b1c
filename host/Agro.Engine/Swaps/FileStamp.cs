using System.Collections.Immutable;
using Agro.Engine.Plugins;

namespace Agro.Engine.Swaps;

/// <summary>What the file system says of a file without reading it.</summary>
/// <param name="Path">The file as it was named.</param>
/// <param name="Real">Where links lead, those of folders too.</param>
/// <param name="Length">Its length in bytes; -1 when there is no file.</param>
/// <param name="Written">When it was last written, in ticks.</param>
/// <param name="Created">When it was created, in ticks: a file that is moved over another one is as old as it was before.</param>
internal readonly record struct FileStamp(string Path, string Real, long Length, long Written, long Created)
{
    /// <summary>Looks at files; whatever is wrong with one makes it absent.</summary>
    /// <param name="files">Absolute paths.</param>
    public static ImmutableArray<FileStamp> Of(IReadOnlyCollection<string> files)
    {
        var folders = new Dictionary<string, string>(StringComparer.Ordinal);
        var stamps = ImmutableArray.CreateBuilder<FileStamp>(files.Count);
        foreach (var file in files) stamps.Add(Of(file, folders));
        return stamps.MoveToImmutable();
    }

    private static FileStamp Of(string file, Dictionary<string, string> folders)
    {
        var folder = System.IO.Path.GetDirectoryName(file) ?? file;
        if (!folders.TryGetValue(folder, out var real)) folders.Add(folder, real = RealPath.Of(folder));
        var place = System.IO.Path.Combine(real, System.IO.Path.GetFileName(file));
        try
        {
            var info = new FileInfo(place);
            if (info.LinkTarget is not null) info = new FileInfo(place = RealPath.Of(place));
            return info.Exists
                ? new(file, place, info.Length, info.LastWriteTimeUtc.Ticks, info.CreationTimeUtc.Ticks)
                : new(file, place, -1, 0, 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It went between two of the questions.
            return new(file, place, -1, 0, 0);
        }
    }
}
