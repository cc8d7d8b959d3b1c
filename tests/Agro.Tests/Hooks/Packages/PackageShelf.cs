namespace Agro.Tests.Hooks.Packages;

/// <summary>Makes packages as <c>dotnet restore</c> leaves them.</summary>
/// <param name="run">The folder of scripts, in whose folder of packages they come to lie.</param>
internal sealed class PackageShelf(HookRun run)
{
    /// <summary>Writes a package's description.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="version">Its version.</param>
    /// <param name="needs">What it needs, such as <c>Other [1.0, 2.0)</c>.</param>
    /// <returns>Its folder.</returns>
    public string Add(string id, string version, params string[] needs)
    {
        var dependencies = needs.Select(need => need.Split(' ', 2)).Select(need => $"<dependency id='{need[0]}' version='{need[1]}' />");
        return AddGroups(id, version, $"<group targetFramework='netstandard2.0'>{string.Concat(dependencies)}</group>");
    }

    /// <summary>Writes a package's description.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="version">Its version.</param>
    /// <param name="groups">What is in its dependencies.</param>
    /// <returns>Its folder.</returns>
    public string AddGroups(string id, string version, string groups)
    {
        var folder = $"packages/{id.ToLowerInvariant()}/{version}";
        run.Write($"{folder}/{id.ToLowerInvariant()}.nuspec", $"""
            <?xml version="1.0"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata><id>{id}</id><version>{version}</version><dependencies>{groups}</dependencies></metadata>
            </package>
            """);
        return folder;
    }

    /// <summary>Writes a package with an assembly of its name, whose class of that name says a word.</summary>
    public string AddLibrary(string id, string version, params string[] needs)
    {
        var folder = Add(id, version, needs);
        var name = id.Replace(".", "", StringComparison.Ordinal);
        PluginCompiler.Compile(run.Of($"{folder}/lib/netstandard2.0/{id}.dll"),
            $"public static class {name} {{ public static string Word => \"{id} {version}\"; }}");
        return folder;
    }
}
