namespace Agro.Engine.Rewards.Isolation;

/// <summary>
/// Folders for copies of plugins. Each process of the host has one in the system's folder for temporary files and holds a lock in it, so
/// that the next to start can tell which ones were left behind by a host that was killed, and remove them.
/// </summary>
internal static class SnapshotFolder
{
    private const string Prefix = "agro-isolation-", LockFile = "lock";
    private static readonly Lazy<string> Root = new(MakeRoot);
    private static FileStream? _held;
    private static int _count;

    /// <summary>Makes a folder.</summary>
    /// <exception cref="InputException">It cannot be made.</exception>
    public static string Create()
    {
        try
        {
            return Directory.CreateDirectory(Path.Combine(Root.Value, $"{Interlocked.Increment(ref _count)}")).FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"isolation: process needs a folder in {Path.GetTempPath()}: {exception.Message}");
        }
    }

    /// <summary>Removes a folder, as far as that can be done.</summary>
    /// <param name="folder">The folder.</param>
    public static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next host to start tries again.
        }
    }

    private static string MakeRoot()
    {
        RemoveLeftBehind();
        var root = Directory.CreateTempSubdirectory(Prefix).FullName;
        _held = new FileStream(Path.Combine(root, LockFile), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            _held.Dispose();
            Delete(root);
        };
        return root;
    }

    /// <summary>Removes the folders of hosts that are gone.</summary>
    internal static void RemoveLeftBehind()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), $"{Prefix}*"))
        {
            try
            {
                using var held = new FileStream(Path.Combine(folder, LockFile), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            Delete(folder);
        }
    }
}
