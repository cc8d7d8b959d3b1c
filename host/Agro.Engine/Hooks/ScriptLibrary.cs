using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Agro.Engine.Plugins;

namespace Agro.Engine.Hooks;

/// <summary>A DLL that a script uses.</summary>
/// <param name="Name">The assembly's simple name.</param>
/// <param name="File">The file as it was read.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Needs">The simple names of the assemblies that it refers to.</param>
internal sealed record ScriptLibrary(string Name, ScriptFile File, byte[] Content, ImmutableArray<string> Needs)
{
    /// <summary>
    /// The DLLs that a script names, and those beside them that they need. What the runtime or the host has itself is not taken from there.
    /// </summary>
    /// <param name="named">What the script names; absolute.</param>
    /// <param name="reader">Reads them.</param>
    /// <returns>The libraries, ordered by path.</returns>
    public static ImmutableArray<ScriptLibrary> Closure(IEnumerable<string> named, FileReader reader)
    {
        var queue = new Queue<string>(named);
        var folders = queue.Select(file => Path.GetDirectoryName(file)!).Distinct().ToList();
        var found = new Dictionary<string, ScriptLibrary>(StringComparer.OrdinalIgnoreCase);
        while (queue.TryDequeue(out var file))
        {
            if (Read(file, reader) is not { } library || !found.TryAdd(library.Name, library)) continue;
            foreach (var name in library.Needs.Where(name => !found.ContainsKey(name) && !IsOurs(name)))
            {
                if (folders.Select(folder => Path.Combine(folder, name + ".dll")).FirstOrDefault(System.IO.File.Exists) is { } beside) queue.Enqueue(beside);
            }
        }

        return [.. found.Values.OrderBy(library => library.File.Path, StringComparer.Ordinal)];
    }

    /// <summary>Whether the runtime or the host has an assembly.</summary>
    public static bool IsOurs(string name) => SharedAssemblies.IsShared(name) || SharedAssemblies.IsFramework(name);

    /// <summary>Reads a DLL; null when it holds no assembly.</summary>
    private static ScriptLibrary? Read(string path, FileReader reader)
    {
        var content = reader.Read(path);
        try
        {
            using var image = new PEReader([.. content]);
            if (!image.HasMetadata) return null;
            var metadata = image.GetMetadataReader();
            if (!metadata.IsAssembly) return null;
            var needs = metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name));
            return new(metadata.GetString(metadata.GetAssemblyDefinition().Name), reader.FileOf(path), content, [.. needs]);
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }
}
