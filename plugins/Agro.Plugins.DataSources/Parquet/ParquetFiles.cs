using System.Text.RegularExpressions;
using Agro.Plugins.DataSources.Files;

namespace Agro.Plugins.DataSources.Parquet;

/// <summary>Finds the files of a data set that is one file, several, or folders of shards.</summary>
internal static partial class ParquetFiles
{
    private static readonly HashSet<string> Splits =
        new(StringComparer.OrdinalIgnoreCase) { "train", "test", "validation", "valid", "val", "dev", "eval" };

    /// <summary>Finds the files.</summary>
    /// <param name="options">Where they are.</param>
    /// <returns>Their paths, in order; at least one.</returns>
    /// <exception cref="InputException">There are none, shards are missing, or it is not said which split is meant.</exception>
    public static IReadOnlyList<string> Of(ParquetSourceOptions options)
    {
        if (options.Path is null == options.Paths.IsEmpty) throw new InputException("give either path or paths: a Parquet file, or a folder of them");
        return [.. (options.Path is null ? options.Paths : [options.Path]).SelectMany(path => Directory.Exists(path) ? InFolder(path, options.Split) : [path])];
    }

    private static List<string> InFolder(string folder, string? split)
    {
        var all = Directory.GetFiles(folder, "*.parquet").Order(StringComparer.Ordinal).ToList();
        if (all.Count == 0) throw new InputException($"{folder}: holds no *.parquet files");
        var splits = all.Select(SplitOf).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (split is null && splits.Count > 1)
            throw new InputException($"{folder}: holds several splits: say which with split: {string.Join(", ", splits)}");
        var files = split is null ? all : all.FindAll(file => Path.GetFileName(file).StartsWith(split, StringComparison.Ordinal));
        if (files.Count == 0) throw new InputException($"{folder}: no *.parquet file begins with '{split}' (split). There are: {Names(all)}");
        Shards.CheckComplete(folder, files);
        return files;
    }

    private static string? SplitOf(string file) => Word().Match(Path.GetFileName(file)).Value is var word && Splits.Contains(word) ? word : null;

    private static string Names(List<string> files) =>
        string.Join(", ", files.Take(5).Select(Path.GetFileName)) + (files.Count > 5 ? $" and {files.Count - 5} more" : "");

    [GeneratedRegex("^[A-Za-z]+")]
    private static partial Regex Word();
}
