using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Agro.Engine.Hooks;

/// <summary>The load context of one script: its own assembly and the DLLs that it may load.</summary>
/// <param name="path">The script; absolute.</param>
internal sealed class ScriptContext(string path) : AssemblyLoadContext(path, isCollectible: true)
{
    private readonly Dictionary<string, Assembly> libraries = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Loads a script with its DLLs, all at once, so that it runs with what it was compiled with whatever becomes of the files; then runs
    /// its top level, which registers its actions.
    /// </summary>
    /// <param name="script">The script.</param>
    /// <param name="host">What the script sees.</param>
    /// <returns>A task that ends when the top level is done.</returns>
    public Task RunAsync(CompiledScript script, HookScript host)
    {
        // The runtime holds a context that unloads until nothing holds its assemblies, so the context itself must not.
        Unloading += _ => libraries.Clear();
        foreach (var library in script.Libraries) libraries[library.Name] = Load(library.Content);
        var entry = Load(ImmutableCollectionsMarshal.AsArray(script.Image)!, ImmutableCollectionsMarshal.AsArray(script.Symbols)!)
            .GetType(script.EntryType, throwOnError: true)!
            .GetMethod(script.EntryMethod, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        // The calling convention of script compilations: the globals, then a slot that the script fills with itself.
        return entry.CreateDelegate<Func<object?[], Task<object?>>>()([host, null]);
    }

    protected override Assembly? Load(AssemblyName assemblyName) => libraries.GetValueOrDefault(assemblyName.Name!);

    private Assembly Load(byte[] content, byte[]? symbols = null)
    {
        using var image = new MemoryStream(content, writable: false);
        using var lines = symbols is null ? null : new MemoryStream(symbols, writable: false);
        return LoadFromStream(image, lines);
    }
}
