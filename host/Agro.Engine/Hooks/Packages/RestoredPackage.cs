using System.Xml;
using System.Xml.Linq;

namespace Agro.Engine.Hooks.Packages;

/// <summary>A package that lies unpacked in the folder of restored packages.</summary>
/// <param name="Id">Its name, as it writes it.</param>
/// <param name="Version">Its version.</param>
/// <param name="Folder">Where it lies; absolute.</param>
internal sealed record RestoredPackage(string Id, PackageVersion Version, string Folder)
{
    /// <summary>What it needs for this runtime.</summary>
    public required IReadOnlyList<(string Id, VersionRange Range)> Dependencies { get; init; }

    /// <summary>Reads a package's description.</summary>
    /// <param name="nuspec">The description.</param>
    /// <param name="version">The version that its folder says.</param>
    /// <returns>The package; null when it is not there or not readable as one.</returns>
    public static RestoredPackage? Read(string nuspec, PackageVersion version)
    {
        try
        {
            var metadata = XDocument.Load(nuspec).Root?.Elements().FirstOrDefault(element => element.Name.LocalName == "metadata");
            if (Child(metadata, "id")?.Value.Trim() is not { Length: > 0 } id) return null;
            return new(id, version, Path.GetDirectoryName(nuspec)!) { Dependencies = [.. DependenciesOf(Child(metadata, "dependencies"))] };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or XmlException)
        {
            return null;
        }
    }

    /// <summary>Its assemblies for this runtime; null when it has some, but none for this runtime.</summary>
    public IReadOnlyList<string>? Libraries()
    {
        var frameworks = Frameworks();
        if (frameworks.Count == 0) return [];
        if (TargetFrameworks.Best(frameworks) is not { } best) return null;
        return [.. Directory.EnumerateFiles(Path.Combine(Folder, "lib", best), "*.dll").Order(StringComparer.Ordinal)];
    }

    /// <summary>The frameworks that it has assemblies for.</summary>
    public IReadOnlyList<string> Frameworks()
    {
        var folder = Path.Combine(Folder, "lib");
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>Whether it brings native libraries for this machine.</summary>
    public bool IsNative() => NativeLibraries.RuntimeIdentifiers.Any(identifier =>
        Directory.Exists(Path.Combine(Folder, "runtimes", identifier, "native")));

    private static IEnumerable<(string Id, VersionRange Range)> DependenciesOf(XElement? all)
    {
        if (all is null) return [];
        var groups = all.Elements().Where(element => element.Name.LocalName == "group").ToList();
        var best = TargetFrameworks.Best(groups.Select(FrameworkOf));
        var chosen = groups.Count == 0 ? all
            : groups.FirstOrDefault(group => best is not null && FrameworkOf(group) == best) ?? groups.FirstOrDefault(group => FrameworkOf(group).Length == 0);
        return (chosen?.Elements() ?? [])
            .Where(element => element.Name.LocalName == "dependency")
            .Select(element => ((string?)element.Attribute("id") ?? "", VersionRange.Of((string?)element.Attribute("version") ?? "") ?? VersionRange.Any));
    }

    private static string FrameworkOf(XElement group) => (string?)group.Attribute("targetFramework") ?? "";

    private static XElement? Child(XElement? parent, string name) => parent?.Elements().FirstOrDefault(element => element.Name.LocalName == name);
}
