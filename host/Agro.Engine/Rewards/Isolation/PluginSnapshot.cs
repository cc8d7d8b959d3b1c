using Agro.Engine.Plugins;

namespace Agro.Engine.Rewards.Isolation;

/// <summary>
/// A copy of the files of one version of a plugin. Its processes are started from there, also when the plugin was built anew meanwhile:
/// what stands in a slot is one version, in every process of it. Copies of one version are shared.
/// </summary>
internal sealed class PluginSnapshot : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, PluginSnapshot> Held = [];
    private readonly string _hash;
    private int _users;

    private PluginSnapshot(string hash, string folder, string plugin) => (_hash, Folder, Plugin) = (hash, folder, plugin);

    /// <summary>The copy of the DLL.</summary>
    public string Plugin { get; }

    private string Folder { get; }

    /// <summary>Takes a copy, or shares the one that there is.</summary>
    /// <param name="path">The DLL.</param>
    /// <param name="hash">The hash of the version that is loaded.</param>
    /// <exception cref="InputException">The files are another version's by now, or cannot be copied.</exception>
    public static PluginSnapshot Take(string path, string hash)
    {
        lock (Gate)
        {
            if (!Held.TryGetValue(hash, out var snapshot)) Held[hash] = snapshot = Make(path, hash);
            snapshot._users++;
            return snapshot;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Gate)
        {
            if (--_users > 0 || !Held.Remove(_hash)) return;
        }

        SnapshotFolder.Delete(Folder);
    }

    private static PluginSnapshot Make(string path, string hash)
    {
        var folder = SnapshotFolder.Create();
        try
        {
            var files = PluginFiles.Of(PluginMetadata.TryRead(path) ?? throw Changed(path));
            foreach (var file in files.Files) Copy(file, Path.Combine(folder, Inside(files.Folder, file)));
            // For the lines in its stack traces.
            foreach (var symbols in files.Files.Select(file => Path.ChangeExtension(file, ".pdb")).Where(File.Exists).Distinct())
                Copy(symbols, Path.Combine(folder, Inside(files.Folder, symbols)));
            return files.Hash() == hash ? new(hash, folder, Path.Combine(folder, Path.GetFileName(path))) : throw Changed(path);
        }
        catch (Exception exception)
        {
            SnapshotFolder.Delete(folder);
            if (exception is IOException or UnauthorizedAccessException)
                throw new InputException($"{DisplayPath.Of(path)}: cannot be copied for isolation: {exception.Message}");
            throw;
        }
    }

    /// <summary>What lies elsewhere, such as in a package folder, is found beside the DLL too.</summary>
    private static string Inside(string folder, string file) =>
        Path.GetRelativePath(folder, file) is var relative && !relative.StartsWith("..", StringComparison.Ordinal) && !Path.IsPathRooted(relative)
            ? relative
            : Path.GetFileName(file);

    private static InputException Changed(string path) => new($"{DisplayPath.Of(path)}: changed while it was being read: try again when its build is done");

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        using var source = FileBytes.Open(from);
        using var target = new FileStream(to, FileMode.CreateNew);
        source.CopyTo(target);
    }
}
