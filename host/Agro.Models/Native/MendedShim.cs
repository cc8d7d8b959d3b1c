using System.Security.Cryptography;

namespace Agro.Models.Native;

/// <summary>
/// Mends TorchSharp's native shim for systems with a libstdc++ older than GCC 13's (Debian 12, Ubuntu 22.04). The shim asks for
/// GLIBCXX_3.4.32 because of one symbol, a link-time marker that nothing ever calls; asking for that version weakly makes the same
/// library load. The mended copy lies in the user's cache; the package is never touched.
/// </summary>
internal static class MendedShim
{
    /// <summary>The marker that GCC 13 and newer put in every library that uses streams.</summary>
    private const string Marker = "_ZSt21ios_base_library_initv";

    /// <summary>Makes a mended copy, or finds the one made earlier.</summary>
    /// <param name="shim">The library that does not load.</param>
    /// <param name="loaderError">What the system's loader said, which names the missing version.</param>
    /// <returns>The copy's path; null when the shim's trouble is another one.</returns>
    public static string? For(string shim, string loaderError)
    {
        var bytes = File.ReadAllBytes(shim);
        if (ElfImage.Parse(bytes) is not { } image) return null;
        var missing = image.VersionsNeeded().Where(need => loaderError.Contains($"`{need.Version}'", StringComparison.Ordinal)).ToList();
        if (missing.Count != 1 || image.SymbolsOf(missing[0]).Any(symbol => symbol != Marker)) return null;

        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        foreach (var root in CacheRoots())
        {
            try
            {
                return Write(Path.Combine(root, "agro", "native", hash), Path.GetFileName(shim), image.WithWeak(missing[0]));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
            }
        }

        return null;
    }

    private static string Write(string folder, string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes)) return path;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $"{name}.{Environment.ProcessId}");
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, path, overwrite: true);
        return path;
    }

    private static IEnumerable<string> CacheRoots()
    {
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache) yield return cache;
        if (Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home) yield return Path.Combine(home, ".cache");
        yield return Path.Combine(Path.GetTempPath(), $"agro-{Environment.UserName}");
    }
}
