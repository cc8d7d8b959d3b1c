using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Agro.Engine.Plugins;

namespace Agro.Engine.Hooks;

/// <summary>The load context of one script: its own assembly and the DLLs that it names or that lie beside those.</summary>
/// <param name="script">The script.</param>
internal sealed class ScriptContext(CompiledScript script) : AssemblyLoadContext(script.Path, isCollectible: true)
{
    /// <summary>Runs the script's top level, which registers its actions.</summary>
    /// <param name="host">What the script sees.</param>
    /// <returns>A task that ends when the top level is done.</returns>
    public Task RunAsync(HookScript host)
    {
        using var image = new MemoryStream(ImmutableCollectionsMarshal.AsArray(script.Image)!, writable: false);
        using var symbols = new MemoryStream(ImmutableCollectionsMarshal.AsArray(script.Symbols)!, writable: false);
        var entry = LoadFromStream(image, symbols).GetType(script.EntryType, throwOnError: true)!
            .GetMethod(script.EntryMethod, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        // The calling convention of script compilations: the globals, then a slot that the script fills with itself.
        return entry.CreateDelegate<Func<object?[], Task<object?>>>()([host, null]);
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        if (SharedAssemblies.IsShared(name)) return null;
        var references = script.References.Select(file => file.Path);
        var file = references.FirstOrDefault(path => Path.GetFileNameWithoutExtension(path) == name)
            ?? references.Select(path => Path.Combine(Path.GetDirectoryName(path)!, name + ".dll")).FirstOrDefault(File.Exists);
        if (file is null) return null;
        using var image = new MemoryStream(File.ReadAllBytes(file), writable: false);
        return LoadFromStream(image);
    }
}
