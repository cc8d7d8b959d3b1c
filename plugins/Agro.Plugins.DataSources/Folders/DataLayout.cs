using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Agro.Plugins.DataSources.Files;

namespace Agro.Plugins.DataSources.Folders;

/// <summary>Finds out which files of a folder make up which split.</summary>
internal static partial class DataLayout
{
    private static readonly Dictionary<string, string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["train"] = "train",
        ["training"] = "train",
        ["validation"] = "validation",
        ["valid"] = "validation",
        ["val"] = "validation",
        ["dev"] = "validation",
        ["test"] = "test",
        ["testing"] = "test",
        ["eval"] = "test",
        ["evaluation"] = "test",
    };

    /// <summary>The usual name of a split, such as <c>validation</c> for <c>dev</c>; null for a word that names none.</summary>
    /// <param name="word">The word.</param>
    public static string? Canonical(string word) => Keywords.GetValueOrDefault(word);

    /// <summary>Finds the splits.</summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <param name="config">The configuration; null for the only or default one.</param>
    /// <returns>The files of each split, in the order of their names, at least one each.</returns>
    /// <exception cref="InputException">The README is not understood, or it is not said which configuration is meant.</exception>
    public static SortedDictionary<string, ImmutableArray<string>> SplitsOf(string folder, string? config)
    {
        var configs = ReadmeConfigs.Of(folder);
        return configs.Count > 0 ? Configured(folder, configs, config) : ByName(folder, config);
    }

    private static SortedDictionary<string, ImmutableArray<string>> Configured(string folder, IReadOnlyList<ReadmeConfig> configs, string? config)
    {
        var names = string.Join(", ", configs.Select(one => one.Name));
        if (config is not null && configs.All(one => one.Name != config))
            throw new InputException($"{folder}: has no configuration '{config}' (config). There are: {names}");
        var chosen = config is not null
            ? configs.First(one => one.Name == config)
            : configs.FirstOrDefault(one => one.IsDefault) ?? configs.FirstOrDefault(one => one.Name == "default") ?? (configs.Count == 1 ? configs[0] : null);
        if (chosen is null) throw new InputException($"{folder}: holds several configurations: say which with config: {names}");
        var root = Path.Combine(folder, chosen.Folder);
        if (chosen.Files.IsEmpty) return Grouped(root, Below(root));
        var splits = Empty();
        foreach (var (split, patterns) in chosen.Files)
        {
            var found = patterns.SelectMany(pattern => FilePattern.Find(root, pattern));
            ImmutableArray<string> files = [.. found.Where(file => DataFormats.Of(file) is not null).Distinct()];
            if (files.IsEmpty)
                throw new InputException($"{folder}: README.md names '{string.Join(", ", patterns)}' for split '{split}', but no data file is there");
            var name = Canonical(split) ?? split;
            splits[name] = splits.TryGetValue(name, out var before) ? [.. before, .. files] : files;
        }

        return splits;
    }

    private static SortedDictionary<string, ImmutableArray<string>> ByName(string folder, string? config)
    {
        if (config is null)
        {
            var files = Below(folder);
            var subsets = files.Select(file => Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar))
                .Where(parts => parts.Length > 1 && parts[0] != "data" && Words(parts[0]) is null).Select(parts => parts[0]).Distinct().ToList();
            // Files of several subsets taken together would be a mixture that nobody asked for.
            if (subsets.Count < 2) return Grouped(folder, files);
            var names = string.Join(", ", subsets.Order(StringComparer.Ordinal));
            throw new InputException($"{folder}: holds several configurations: say which with config: {names}");
        }

        var root = Path.Combine(folder, config);
        if (Directory.Exists(root)) return Grouped(root, Below(root));
        var folders = Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)!).Where(name => name[0] != '.').Order(StringComparer.Ordinal);
        throw new InputException(
            $"{folder}: has no configuration '{config}' (config), neither in README.md nor as a folder. There are: {string.Join(", ", folders)}");
    }

    private static SortedDictionary<string, ImmutableArray<string>> Grouped(string root, IEnumerable<string> files)
    {
        var splits = Empty();
        foreach (var group in files.GroupBy(file => SplitOf(root, file))) splits[group.Key] = [.. group];
        return splits;
    }

    private static List<string> Below(string root) => !Directory.Exists(root) ? [] :
    [
        .. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(file => DataFormats.Of(file) is not null && !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Any(part => part[0] == '.'))
            .Order(StringComparer.Ordinal),
    ];

    // Shards tell their split; else a word of the file's name does, or of the nearest folder's; a file without is for training.
    private static string SplitOf(string root, string file)
    {
        if (Shards.NameOf(file) is { } shard) return Words(shard) ?? shard;
        var parts = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar);
        return parts.Reverse().Select(Words).FirstOrDefault(split => split is not null) ?? "train";
    }

    private static string? Words(string name) => Word().Matches(name).Select(word => Canonical(word.Value)).FirstOrDefault(split => split is not null);

    private static SortedDictionary<string, ImmutableArray<string>> Empty() => new(StringComparer.Ordinal);

    [GeneratedRegex("[A-Za-z]+")]
    private static partial Regex Word();
}
