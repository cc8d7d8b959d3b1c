using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Text;

namespace Agro.Engine.Plugins;

/// <summary>
/// The files that decide what a plugin does: its DLL, its deps.json and the private assemblies and native libraries it uses, found
/// through the references in their metadata. Symbols and documentation are not among them.
/// </summary>
/// <param name="Folder">The plugin's folder.</param>
/// <param name="Files">The files, absolute and in order.</param>
/// <param name="Dependencies">The private assemblies among them.</param>
/// <param name="Missing">What the plugin itself refers to and neither its folder nor the host offers.</param>
internal sealed record PluginFiles(
    string Folder, ImmutableSortedSet<string> Files, ImmutableArray<string> Dependencies, ImmutableArray<AssemblyName> Missing)
{
    /// <summary>Finds the files of a plugin.</summary>
    /// <exception cref="InputException">Its deps.json cannot be read.</exception>
    public static PluginFiles Of(PluginMetadata plugin)
    {
        var folder = Path.GetDirectoryName(plugin.Path)!;
        var files = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        files.Add(plugin.Path);
        var dependencies = ImmutableArray.CreateBuilder<string>();
        var find = Finder(plugin.Path, folder);
        var waiting = new Queue<PluginMetadata>([plugin]);
        while (waiting.TryDequeue(out var next))
        {
            foreach (var path in next.References.Where(IsPrivate).Select(find).OfType<string>())
            {
                if (!files.Add(path) || PluginMetadata.TryRead(path) is not { } dependency) continue;
                dependencies.Add(dependency.Name);
                waiting.Enqueue(dependency);
            }
        }

        if (DependencyFile.Of(plugin.Path) is { } list) files.Add(list);
        var natives = Path.Combine(folder, "runtimes");
        if (Directory.Exists(natives)) files.UnionWith(Directory.EnumerateFiles(natives, "*", SearchOption.AllDirectories));
        var missing = plugin.References.Where(name => IsPrivate(name) && find(name) is null);
        return new PluginFiles(folder, files.ToImmutable(), dependencies.ToImmutable(), [.. missing]);
    }

    /// <summary>The SHA-256 of names and contents, in lower-case hexadecimal.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files)
        {
            var content = File.ReadAllBytes(file);
            var name = Path.GetRelativePath(Folder, file).Replace('\\', '/');
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name}\n{content.Length}\n")));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static bool IsPrivate(AssemblyName name) => !SharedAssemblies.IsShared(name.Name!) && !SharedAssemblies.IsFramework(name.Name!);

    private static Func<AssemblyName, string?> Finder(string plugin, string folder)
    {
        if (DependencyFile.Of(plugin) is { } list) DependencyFile.Check(list);
        var resolver = new AssemblyDependencyResolver(plugin);
        return name =>
        {
            var beside = Path.Combine(folder, name.Name + ".dll");
            return resolver.ResolveAssemblyToPath(name) ?? (File.Exists(beside) ? beside : null);
        };
    }
}
