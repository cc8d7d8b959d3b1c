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
    /// <summary>What any of its assemblies refers to and is not offered, which need not be used; with the file that refers to it.</summary>
    public ImmutableArray<(string File, AssemblyName Name)> Absent { get; init; } = [];

    /// <summary>Finds the files of a plugin.</summary>
    /// <exception cref="InputException">Its deps.json cannot be read, or one of its files.</exception>
    public static PluginFiles Of(PluginMetadata plugin)
    {
        var folder = Path.GetDirectoryName(plugin.Path)!;
        var files = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        files.Add(plugin.Path);
        var dependencies = ImmutableArray.CreateBuilder<string>();
        var find = Finder(plugin.Path, folder);
        var waiting = new Queue<PluginMetadata>([plugin]);
        var absent = ImmutableArray.CreateBuilder<(string, AssemblyName)>();
        while (waiting.TryDequeue(out var next))
        {
            foreach (var name in next.References.Where(IsPrivate))
            {
                var path = find(name);
                if (path is null) absent.Add((Path.GetFileName(next.Path), name));
                if (path is null || !files.Add(path) || PluginMetadata.TryRead(path) is not { } dependency) continue;
                dependencies.Add(dependency.Name);
                waiting.Enqueue(dependency);
            }
        }

        if (DependencyFile.Of(plugin.Path) is { } list) files.Add(list);
        var natives = Path.Combine(folder, "runtimes");
        if (Directory.Exists(natives)) files.UnionWith(Directory.EnumerateFiles(natives, "*", SearchOption.AllDirectories));
        var missing = plugin.References.Where(name => IsPrivate(name) && find(name) is null);
        return new PluginFiles(folder, files.ToImmutable(), dependencies.ToImmutable(), [.. missing]) { Absent = absent.ToImmutable() };
    }

    /// <summary>The SHA-256 of names and contents, in lower-case hexadecimal.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files)
        {
            var content = FileBytes.Of(file);
            var name = Path.GetRelativePath(Folder, file).Replace('\\', '/');
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name}\n{content.Length}\n")));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static bool IsPrivate(AssemblyName name) => !SharedAssemblies.IsShared(name.Name!) && !SharedAssemblies.IsFramework(name.Name!);

    /// <summary>The files may go, or be written, while the runtime reads them.</summary>
    private static AssemblyDependencyResolver Resolver(string plugin)
    {
        try
        {
            return new AssemblyDependencyResolver(plugin);
        }
        catch (InvalidOperationException exception)
        {
            throw new InputException($"{DisplayPath.Of(plugin)}: its dependencies cannot be told: {exception.Message}", exception);
        }
    }

    private static Func<AssemblyName, string?> Finder(string plugin, string folder)
    {
        if (DependencyFile.Of(plugin) is { } list) DependencyFile.Check(list);
        var resolver = Resolver(plugin);
        var real = RealPath.Of(folder);
        return name =>
        {
            var beside = Path.Combine(folder, name.Name + ".dll");
            return resolver.ResolveAssemblyToPath(name) is { } path ? Through(path) : File.Exists(beside) ? beside : null;
        };

        // The runtime follows links, and the hash must not depend on where a link to the folder leads.
        string Through(string path)
        {
            var relative = Path.GetRelativePath(real, path);
            return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? path : Path.Combine(folder, relative);
        }
    }
}
