using System.Collections.Immutable;

namespace Agro.Plugins.DataSources.Folders;

/// <summary>A configuration (subset) that the README of a data set declares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">The folder that its patterns start from, relative to the data set's; empty for that itself.</param>
/// <param name="Files">The patterns of each split; empty to go by the names of the files.</param>
/// <param name="IsDefault">Whether it is the one that is meant when none is named.</param>
internal sealed record ReadmeConfig(
    string Name, string Folder, ImmutableArray<(string Split, ImmutableArray<string> Patterns)> Files, bool IsDefault);

/// <summary>Reads the <c>configs</c> in the front matter of a data set's README, as the Hugging Face hub defines them.</summary>
internal static class ReadmeConfigs
{
    /// <summary>Reads the configurations.</summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <returns>The configurations; none where the README declares none.</returns>
    /// <exception cref="InputException">They are not what they should be.</exception>
    public static IReadOnlyList<ReadmeConfig> Of(string folder)
    {
        var path = Path.Combine(folder, "README.md");
        if (!File.Exists(path)) return [];
        if (FrontMatter.Read(path, File.ReadAllLines(path), "configs") is not { } configs) return [];
        return [.. List(configs).Select(config => Config(path, config))];
    }

    private static ReadmeConfig Config(string path, FrontMatterNode config) => new(
        config["config_name"]?.Text ?? "default",
        config["data_dir"]?.Text ?? "",
        config["data_files"] is { } files ? Files(path, files) : [],
        config["default"]?.Text == "true");

    private static ImmutableArray<(string Split, ImmutableArray<string> Patterns)> Files(string path, FrontMatterNode files)
    {
        if (!files.Entries.IsEmpty && files["split"] is null) return [.. files.Entries.Select(entry => (entry.Key, Patterns(path, entry.Value)))];
        var items = List(files);
        return items.Any(item => item["split"] is not null)
            ? [.. items.Select(item => (item["split"]?.Text ?? throw Fault(path, "split"), Patterns(path, item["path"] ?? throw Fault(path, "path"))))]
            : [("train", Patterns(path, files))];
    }

    private static ImmutableArray<string> Patterns(string path, FrontMatterNode node) =>
        [.. List(node).Select(item => item.Text ?? throw Fault(path, "path"))];

    private static ImmutableArray<FrontMatterNode> List(FrontMatterNode node) => node.Items.IsEmpty ? [node] : node.Items;

    private static InputException Fault(string path, string key) => new($"{path}: configs: an entry of data_files has no text for '{key}'");
}
