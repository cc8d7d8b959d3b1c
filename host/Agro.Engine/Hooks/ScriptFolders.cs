using Agro.Engine.Hooks.Packages;

namespace Agro.Engine.Hooks;

/// <summary>Where the folders of this user are that scripts are compiled with.</summary>
/// <param name="Cache">Keeps compiled scripts; absolute; null for none.</param>
/// <param name="Packages">Restored packages; absolute.</param>
internal sealed record ScriptFolders(string? Cache, string Packages)
{
    /// <summary>The folders of this user: XDG_CACHE_HOME, or <c>.cache</c> in the home folder; and that of NuGet.</summary>
    public static ScriptFolders Default => new(CacheRoot() is { } root ? Path.Combine(root, "agro", "scripts") : null, PackageFolder.Default);

    private static string? CacheRoot()
    {
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathFullyQualified(cache)) return cache;
        return Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? Path.Combine(home, ".cache") : null;
    }
}
