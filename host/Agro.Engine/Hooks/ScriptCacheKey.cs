using System.Reflection;
using System.Text;

namespace Agro.Engine.Hooks;

/// <summary>What decides whether a compiled script can be used again.</summary>
internal static class ScriptCacheKey
{
    /// <summary>
    /// The host: the contract that scripts are compiled against, the engine, which holds the compiler's options, and, from the engine's
    /// own references, the versions of Roslyn and TorchSharp, so that none of them is loaded for it.
    /// </summary>
    private static readonly string Host = string.Join('\n',
    [
        typeof(HookScript).Module.ModuleVersionId.ToString(), typeof(ScriptCacheKey).Module.ModuleVersionId.ToString(), Environment.Version.ToString(),
        .. typeof(ScriptCacheKey).Assembly.GetReferencedAssemblies().Where(IsCompiler).Select(name => name.FullName).Order(StringComparer.Ordinal),
    ]);

    /// <summary>Names a script's entry.</summary>
    /// <param name="script">The script, as it was read.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Of(ScriptFile script) => ScriptFiles.HashOf(Encoding.UTF8.GetBytes($"{Host}\n{script.Sha256}\n{script.Path}"));

    private static bool IsCompiler(AssemblyName name) =>
        name.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || name.Name == "TorchSharp";
}
