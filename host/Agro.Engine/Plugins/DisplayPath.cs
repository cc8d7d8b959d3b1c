namespace Agro.Engine.Plugins;

/// <summary>Paths as messages show them: as a person at the terminal would type them.</summary>
internal static class DisplayPath
{
    /// <summary>Shortens a path that lies under the current directory; leaves any other as it is.</summary>
    public static string Of(string path)
    {
        if (!Path.IsPathRooted(path)) return path;
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? path : relative;
    }
}
