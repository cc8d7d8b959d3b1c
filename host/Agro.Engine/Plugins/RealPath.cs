namespace Agro.Engine.Plugins;

/// <summary>Where files really are.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>Follows every link in a path, of the file and of the folders above it. What is not there counts as no link.</summary>
    /// <param name="path">An absolute path.</param>
    /// <returns>An absolute path without links; the given one when they lead in a circle or cannot be read.</returns>
    public static string Of(string path)
    {
        var real = Path.GetPathRoot(path)!;
        var waiting = new Stack<string>(Names(path));
        var links = 0;
        while (waiting.TryPop(out var name))
        {
            var next = Path.Combine(real, name);
            if (LinkTarget(next) is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks) return path;
            target = Path.GetFullPath(target, real);
            real = Path.GetPathRoot(target)!;
            foreach (var part in Names(target)) waiting.Push(part);
        }

        return real;
    }

    /// <summary>Whether a path names another machine, as in <c>\\server\share</c>.</summary>
    /// <param name="path">A path with either kind of separators.</param>
    public static bool IsRemote(string path)
    {
        if (path.StartsWith(@"\\?\UNC\", StringComparison.OrdinalIgnoreCase)) return true;
        if (path.StartsWith(@"\\?\", StringComparison.Ordinal) || path.StartsWith(@"\\.\", StringComparison.Ordinal)) return false;
        return path.StartsWith(@"\\", StringComparison.Ordinal) || path.StartsWith("//", StringComparison.Ordinal);
    }

    /// <summary>The names of a path below its root, the last first.</summary>
    private static IEnumerable<string> Names(string path) => path[Path.GetPathRoot(path)!.Length..]
        .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Reverse();

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
