namespace Agro.Engine.Plugins;

/// <summary>Finds plugin DLLs by their metadata; nothing is loaded.</summary>
internal static class PluginDiscovery
{
    /// <summary>The plugins that come with the host.</summary>
    public static IEnumerable<PluginMetadata> BuiltIn(string? folder) =>
        Directory.Exists(folder) ? Nested(folder).Where(IsPlugin) : [];

    /// <summary>The plugins that a path names.</summary>
    /// <param name="path">A DLL or a folder.</param>
    /// <exception cref="InputException">There is nothing there, or no plugin.</exception>
    public static IReadOnlyList<PluginMetadata> At(string path)
    {
        path = Path.GetFullPath(path);
        var shown = DisplayPath.Of(path);
        if (Directory.Exists(path))
        {
            var found = Read(Directory.EnumerateFiles(path, "*.dll")).Concat(Nested(path)).Where(IsPlugin).ToArray();
            return found.Length > 0
                ? found
                : throw new InputException($"{shown}: holds no plugin: no *.dll with a [Component] class, and no NAME/NAME.dll");
        }

        if (!File.Exists(path))
        {
            throw new InputException($"{shown}: no such plugin: build it first, or name its DLL or a folder of plugins");
        }

        return PluginMetadata.TryRead(path) is { } metadata
            ? [metadata]
            : throw new InputException($"{shown}: is not a .NET assembly: a plugin is a DLL that dotnet build made");
    }

    private static IEnumerable<PluginMetadata> Nested(string folder) => Read(Directory.EnumerateDirectories(folder)
        .Select(inner => Path.Combine(inner, Path.GetFileName(inner) + ".dll"))
        .Where(File.Exists));

    private static IEnumerable<PluginMetadata> Read(IEnumerable<string> files) =>
        files.Order(StringComparer.Ordinal).Select(PluginMetadata.TryRead).OfType<PluginMetadata>();

    /// <summary>In a folder, dependencies lie beside plugins, and some of them know the contract too.</summary>
    private static bool IsPlugin(PluginMetadata metadata) =>
        metadata.Contract is not null && metadata.Components.Length > 0 && !SharedAssemblies.IsShared(metadata.Name);
}
