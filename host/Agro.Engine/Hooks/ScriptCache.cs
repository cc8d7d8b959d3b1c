using Agro.Engine.Hooks.Packages;

namespace Agro.Engine.Hooks;

/// <summary>
/// Compiled scripts on disk. An entry is used only while everything that the script loads and refers to is as it was. Nothing that goes
/// wrong with the cache matters to anybody: the script is compiled then.
/// </summary>
/// <param name="folder">The folder; null for none.</param>
/// <param name="packages">Restored packages.</param>
internal sealed class ScriptCache(string? folder, PackageFolder packages)
{
    /// <summary>How many entries are kept.</summary>
    public const int Capacity = 200;

    /// <summary>Finds a script that was compiled before.</summary>
    /// <param name="path">The script; absolute.</param>
    /// <param name="reader">Reads it and what it is made of.</param>
    /// <returns>The script; null when it must be compiled.</returns>
    public CompiledScript? Find(string path, FileReader reader)
    {
        if (folder is null) return null;
        try
        {
            var file = FileOf(reader.FileOf(path));
            if (!File.Exists(file) || ScriptCacheEntry.Read(File.ReadAllBytes(file)) is not { } entry || entry.Path != path) return null;
            if (!entry.Sources.All(source => reader.FileOf(source.Path) == source)) return null;
            var named = entry.Names.Files.Concat(PackageResolver.Resolve(entry.Names.Packages, packages));
            var libraries = ScriptLibrary.Closure(named, reader);
            if (!libraries.Select(library => library.File).SequenceEqual(entry.Libraries)) return null;
            // The last used are kept longest.
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
            return entry.With(libraries);
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return null;
        }
    }

    /// <summary>Keeps a compiled script.</summary>
    /// <param name="script">The script.</param>
    public void Store(CompiledScript script)
    {
        if (folder is null) return;
        try
        {
            Create(folder);
            var file = FileOf(script.Sources[0]);
            var temporary = $"{file}.{Guid.NewGuid():N}";
            File.WriteAllBytes(temporary, ScriptCacheEntry.Of(script).ToBytes());
            File.Move(temporary, file, overwrite: true);
            Prune(folder);
        }
        catch (Exception exception) when (IsExpected(exception))
        {
        }
    }

    private string FileOf(ScriptFile script) => Path.Combine(folder!, ScriptCacheKey.Of(script));

    /// <summary>Makes the folder so that others cannot put code there.</summary>
    private static void Create(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void Prune(string folder)
    {
        var files = new DirectoryInfo(folder).GetFiles();
        foreach (var file in files.OrderByDescending(file => file.LastWriteTimeUtc).Skip(Capacity)) file.Delete();
    }

    private static bool IsExpected(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or InvalidDataException or PackageException or ArgumentException or NotSupportedException;
}
