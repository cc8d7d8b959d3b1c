using System.Runtime.CompilerServices;
using Agro.Engine.Hooks.Packages;
using Agro.Engine.Plugins;

namespace Agro.Engine.Hooks;

/// <summary>
/// Compiles <c>.csx</c> hooks to bytes, or finds what was compiled before; then Roslyn is not even loaded. Roslyn's script runner is never
/// used: what it loads can never be unloaded.
/// </summary>
internal static class ScriptCompiler
{
    /// <summary>Compiles a script.</summary>
    /// <param name="path">The script.</param>
    /// <param name="folders">The folders to use; those of this user when null.</param>
    /// <returns>The assembly's bytes.</returns>
    /// <exception cref="ScriptFaultException">The script cannot be read, or does not compile: all its errors, a line each.</exception>
    public static CompiledScript Compile(string path, ScriptFolders? folders = null)
    {
        path = Path.GetFullPath(path);
        folders ??= ScriptFolders.Default;
        try
        {
            if (Directory.Exists(path)) throw Fault(path, "is a folder; a hook is a C# script (.csx)");
            var reader = new FileReader();
            var packages = new PackageFolder(folders.Packages);
            var cache = new ScriptCache(folders.Cache, packages);
            reader.Read(path);
            if (cache.Find(path, reader) is { } known) return known;
            var compiled = Run(path, reader, packages);
            cache.Store(compiled);
            return compiled;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Fault(path, exception is FileNotFoundException or DirectoryNotFoundException ? "no such script" : exception.Message);
        }
    }

    /// <summary>Not inlined, so that only a script that must be compiled loads Roslyn.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CompiledScript Run(string path, FileReader reader, PackageFolder packages) => ScriptCompilation.Compile(path, reader, packages);

    private static ScriptFaultException Fault(string path, string message) =>
        new($"{DisplayPath.Of(path)}: {message}", [new ScriptFile(path, "absent")]);
}
