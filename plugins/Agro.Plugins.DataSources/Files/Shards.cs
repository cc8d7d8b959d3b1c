using System.Globalization;
using System.Text.RegularExpressions;

namespace Agro.Plugins.DataSources.Files;

/// <summary>Files that are parts of one, as in <c>train-00000-of-00002.parquet</c>.</summary>
internal static partial class Shards
{
    /// <summary>What the parts of a whole are called, such as <c>train</c>; null for a file that is no part.</summary>
    /// <param name="file">The file.</param>
    public static string? NameOf(string file) => Shard().Match(Path.GetFileName(file)) is { Success: true } match ? match.Groups["name"].Value : null;

    /// <summary>Makes sure that no part is missing.</summary>
    /// <param name="folder">The folder, for messages.</param>
    /// <param name="files">The files in use.</param>
    /// <exception cref="InputException">One is.</exception>
    public static void CheckComplete(string folder, IEnumerable<string> files)
    {
        foreach (var shards in files.Select(file => Shard().Match(Path.GetFileName(file))).Where(match => match.Success)
            .GroupBy(match => (match.Groups["name"].Value, match.Groups["count"].Value)))
        {
            var (name, count) = shards.Key;
            var missing = Enumerable.Range(0, int.Parse(count, CultureInfo.InvariantCulture))
                .Except(shards.Select(match => int.Parse(match.Groups["index"].Value, CultureInfo.InvariantCulture))).ToList();
            if (missing.Count > 0)
                throw new InputException($"{folder}: {missing.Count} of the {count} shards of '{name}' are missing, the first is {missing[0]:D5}");
        }
    }

    [GeneratedRegex(@"^(?<name>.+)-(?<index>\d{5})-of-(?<count>\d{5})\b")]
    private static partial Regex Shard();
}
