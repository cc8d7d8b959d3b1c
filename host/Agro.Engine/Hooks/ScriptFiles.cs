using System.Security.Cryptography;
using System.Text;

namespace Agro.Engine.Hooks;

/// <summary>A file that a script is made of, as it was when it was read.</summary>
/// <param name="Path">Where it lies; absolute.</param>
/// <param name="Sha256">The SHA-256 of its content, in lower-case hexadecimal digits; <c>absent</c> when there was no such file.</param>
internal sealed record ScriptFile(string Path, string Sha256);

/// <summary>Identifies the content of scripts.</summary>
internal static class ScriptFiles
{
    /// <summary>
    /// The SHA-256 over the files' names and contents: of a line <c>HASH  NAME</c> for each file, as <c>sha256sum</c> prints them, with
    /// names relative to the folder of the first file, the script, so that the hash stays when a whole folder moves.
    /// </summary>
    /// <param name="files">The script, then what else it is made of.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Hash(IReadOnlyList<ScriptFile> files)
    {
        var folder = Path.GetDirectoryName(files[0].Path)!;
        var lines = files.Select(file => $"{file.Sha256}  {Path.GetRelativePath(folder, file.Path).Replace('\\', '/')}\n");
        return HashOf(Encoding.UTF8.GetBytes(string.Concat(lines)));
    }

    /// <summary>The same of files as they are on disk now: it differs from <see cref="ScriptHook.Hash"/> when the content changed.</summary>
    /// <param name="files">
    /// <see cref="ScriptHook.Files"/> or <see cref="ScriptFaultException.Files"/>, in their order; absolute. One may be gone.
    /// </param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    /// <exception cref="IOException">A file cannot be read now.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static string Hash(IReadOnlyList<string> files)
    {
        var reader = new FileReader();
        return Hash([.. files.Select(reader.FileOf)]);
    }

    /// <summary>The SHA-256 of a content, in lower-case hexadecimal digits.</summary>
    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
