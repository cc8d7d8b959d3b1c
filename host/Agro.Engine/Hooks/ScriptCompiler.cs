using Agro.Engine.Plugins;

namespace Agro.Engine.Hooks;

/// <summary>
/// Compiles <c>.csx</c> hooks to bytes. Roslyn's script runner is not used: what it loads can never be unloaded.
/// </summary>
public static class ScriptCompiler
{
    /// <summary>Compiles a script.</summary>
    /// <param name="path">The script.</param>
    /// <returns>The assembly's bytes.</returns>
    /// <exception cref="ScriptFaultException">The script cannot be read, or does not compile: all its errors, a line each.</exception>
    internal static CompiledScript Compile(string path)
    {
        path = Path.GetFullPath(path);
        var reader = new FileReader();
        try
        {
            if (Directory.Exists(path)) throw Fault(path, "is a folder; a hook is a C# script (.csx)");
            return ScriptCompilation.Compile(path, reader);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Fault(path, exception is FileNotFoundException or DirectoryNotFoundException ? "no such script" : exception.Message);
        }
    }

    private static ScriptFaultException Fault(string path, string message) =>
        new($"{DisplayPath.Of(path)}: {message}", [new ScriptFile(path, "absent")]);
}
