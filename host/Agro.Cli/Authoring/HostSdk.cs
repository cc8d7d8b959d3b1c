namespace Agro.Cli.Authoring;

/// <summary>What lies in <c>sdk/</c> beside agro-host for new projects.</summary>
/// <param name="Directory">The folder, absolute.</param>
internal sealed record HostSdk(string Directory)
{
    /// <summary>The name of the contract's package.</summary>
    public const string ContractId = "Agro.Abstractions";

    private const string PackageExtension = ".nupkg";

    /// <summary>That of this host.</summary>
    public static HostSdk OfThisHost { get; } = new(Path.Combine(AppContext.BaseDirectory, "sdk"));

    /// <summary>A policy small enough to be shipped.</summary>
    public string Model => Path.Combine(Directory, "models", "quickstart");

    /// <summary>The schema of recipes.</summary>
    public string Schema => Path.Combine(Directory, "recipes.schema.json");

    /// <summary>The contract's package; null when there is none.</summary>
    public string? ContractPackage => System.IO.Directory.Exists(Directory)
        ? System.IO.Directory.EnumerateFiles(Directory, $"{ContractId}.*{PackageExtension}").OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault()
        : null;

    /// <summary>The version of a package of the contract, by its file's name.</summary>
    /// <param name="package">The file.</param>
    public static string VersionOf(string package) => Path.GetFileName(package)[(ContractId.Length + 1)..^PackageExtension.Length];
}
