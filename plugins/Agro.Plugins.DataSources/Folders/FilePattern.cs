using System.Text.RegularExpressions;

namespace Agro.Plugins.DataSources.Folders;

/// <summary>
/// Finds files by a pattern, as the README of a data set names them: <c>*</c>, <c>?</c>, <c>[…]</c> within a name, <c>**</c> across folders.
/// </summary>
internal static class FilePattern
{
    /// <summary>Finds the files.</summary>
    /// <param name="root">The folder that the pattern starts from.</param>
    /// <param name="pattern">The pattern; a folder stands for all files in it.</param>
    /// <returns>Their paths, in order.</returns>
    public static IEnumerable<string> Find(string root, string pattern)
    {
        var plain = Path.GetFullPath(Path.Combine(root, pattern));
        // A README comes with the data: it may name nothing outside of it.
        var inside = Path.GetFullPath(root).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        if (!plain.StartsWith(inside, StringComparison.Ordinal) || !Directory.Exists(root)) return [];
        if (File.Exists(plain)) return [plain];
        var whole = Directory.Exists(plain) ? pattern.TrimEnd('/') + "/**" : pattern;
        var regex = new Regex(ToRegex(whole), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(file => regex.IsMatch(Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/')))
            .Order(StringComparer.Ordinal);
    }

    private static string ToRegex(string pattern)
    {
        var escaped = Regex.Escape(pattern.StartsWith("./", StringComparison.Ordinal) ? pattern[2..] : pattern)
            .Replace(@"\*\*/", "(?:.+/)?", StringComparison.Ordinal)
            .Replace(@"\*\*", ".+", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal)
            .Replace(@"\?", "[^/]", StringComparison.Ordinal);
        // Regex.Escape leaves the closing bracket as it is.
        return $@"\A{Regex.Replace(escaped, @"\\\[([^\]/]+)\]", "[$1]")}\z";
    }
}
