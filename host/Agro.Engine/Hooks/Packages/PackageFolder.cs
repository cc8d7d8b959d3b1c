namespace Agro.Engine.Hooks.Packages;

/// <summary>The folder of restored packages, as <c>dotnet restore</c> fills it: <c>ID/VERSION/ID.nuspec</c>, in lower case.</summary>
/// <param name="root">The folder; absolute.</param>
internal sealed class PackageFolder(string root)
{
    /// <summary>The folder of this user: NUGET_PACKAGES, or <c>.nuget/packages</c> in the home folder.</summary>
    public static string Default => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? Path.GetFullPath(folder)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The versions of a package that are there, lowest first.</summary>
    /// <param name="id">The package; case does not count.</param>
    public IReadOnlyList<PackageVersion> VersionsOf(string id) => [.. Folders(Path.Combine(root, Lower(id)))
        .Where(folder => File.Exists(NuspecOf(id, folder)))
        .Select(folder => PackageVersion.Of(Path.GetFileName(folder)))
        .OfType<PackageVersion>().Order()];

    /// <summary>A package that is there; null when its description cannot be read.</summary>
    public RestoredPackage? Find(string id, PackageVersion version)
    {
        var folder = Folders(Path.Combine(root, Lower(id))).FirstOrDefault(folder => version.CompareTo(PackageVersion.Of(Path.GetFileName(folder))) == 0);
        return folder is null ? null : RestoredPackage.Read(NuspecOf(id, folder), version);
    }

    /// <summary>The names of all packages that are there, in lower case.</summary>
    public IEnumerable<string> Names() => Folders(root).Select(folder => Path.GetFileName(folder));

    private static string NuspecOf(string id, string folder) => Path.Combine(folder, Lower(id) + ".nuspec");

    private static string Lower(string id) => id.ToLowerInvariant();

    private static string[] Folders(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
