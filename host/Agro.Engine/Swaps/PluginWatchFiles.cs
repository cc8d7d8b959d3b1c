using System.Collections.Frozen;
using System.Collections.Immutable;
using Agro.Engine.Plugins;

namespace Agro.Engine.Swaps;

/// <summary>The files of a plugin while they may be in motion: which they are, their hash, and what speaks against them.</summary>
internal sealed class PluginWatchFiles
{
    private readonly string dll;
    private readonly string folder;
    private readonly FrozenSet<string> usual = [];
    private PluginFiles present;
    private ImmutableSortedSet<string> files;
    private string? refusal;

    /// <summary>Begins with the files as they are.</summary>
    /// <param name="dll">The plugin's DLL, absolute.</param>
    /// <param name="inUse">The hash of its version in use. What could be said against that one is not said against others.</param>
    public PluginWatchFiles(string dll, string inUse)
    {
        (this.dll, folder) = (dll, Path.GetDirectoryName(dll)!);
        files = ImmutableSortedSet.Create(StringComparer.Ordinal, dll, Path.ChangeExtension(dll, ".deps.json"));
        present = new(folder, files, [], []);
        try
        {
            if (Hash() == inUse && refusal is null) usual = Damages().Concat(Faults()).ToFrozenSet();
        }
        catch (Exception exception) when (exception is InputException or IOException or UnauthorizedAccessException || DamagedImage.Is(exception))
        {
            // They are on the move already; the watch will ask again.
        }
    }

    /// <summary>What a watch asks.</summary>
    public WatchedFiles Watched => new(() => files, Hash, Problem);

    /// <summary>The files to look at: those of the last state that could be told, those it lacks, the DLL and its deps.json.</summary>
    public IReadOnlyCollection<string> Files => files;

    /// <summary>The hash of the files as they are now: that of <see cref="LoadedPlugin.Hash"/> where they are a plugin.</summary>
    /// <exception cref="InputException">They cannot be read.</exception>
    /// <exception cref="IOException">They cannot be read.</exception>
    public string Hash()
    {
        (present, refusal) = Present();
        if (refusal is null) files = present.Files.Union([dll, Path.ChangeExtension(dll, ".deps.json")]).Union(Lacking(present));
        return present.Hash();
    }

    /// <summary>What speaks against the files of the last hash; null when they are a whole plugin, as far as can be told without loading it.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    public string? Problem()
    {
        if ((Damages().FirstOrDefault(damage => !usual.Contains(damage)) ?? refusal) is { } problem) return problem;
        try
        {
            var faults = Faults().Where(fault => !usual.Contains(fault)).ToList();
            if (faults.Count == 0) return null;
            var more = faults.Count > 1 ? FormattableString.Invariant($" (and {faults.Count - 1} more like this)") : "";
            return $"{DisplayPath.Of(dll)}: {faults[0]}{more}";
        }
        catch (Exception exception) when (DamagedImage.Is(exception))
        {
            return $"{DisplayPath.Of(dll)}: is no whole plugin: {exception.Message}";
        }
    }

    /// <summary>The files as the loader would find them; where it cannot, what is left of the last ones, and why.</summary>
    private (PluginFiles Files, string? Refusal) Present()
    {
        string? why;
        try
        {
            if (!File.Exists(dll)) why = $"{DisplayPath.Of(dll)}: is not there";
            else if (PluginMetadata.TryRead(dll) is { } metadata) return (PluginFiles.Of(metadata), null);
            else why = $"{DisplayPath.Of(dll)}: is no whole .NET assembly";
        }
        catch (InputException exception)
        {
            why = exception.Message;
        }

        return (new(folder, [.. files.Where(File.Exists)], [], []), why);
    }

    /// <summary>Where private assemblies would lie that are referred to and are not there.</summary>
    private IEnumerable<string> Lacking(PluginFiles set) => set.Absent.Select(absent => Path.Combine(folder, absent.Name.Name + ".dll"));

    private IEnumerable<string> Damages() => present.Files.Where(IsDll)
        .Select(path => PortableExecutableCheck.Problem(FileBytes.Of(path)) is { } damage ? $"{DisplayPath.Of(path)}: {damage}" : null)
        .OfType<string>();

    private List<string> Faults()
    {
        var images = present.Files.Where(IsDll).Select(path => AssemblyImage.TryRead(path, FileBytes.Of(path))).OfType<AssemblyImage>().ToList();
        try
        {
            var missing = present.Absent.Select(absent => $"{absent.File} needs {absent.Name.Name} {absent.Name.Version?.ToString(3)}, which is not beside it");
            return [.. missing, .. AssemblyLinks.Faults(images)];
        }
        finally
        {
            foreach (var image in images) image.Dispose();
        }
    }

    private static bool IsDll(string path) => Path.GetExtension(path).Equals(".dll", StringComparison.OrdinalIgnoreCase);
}
