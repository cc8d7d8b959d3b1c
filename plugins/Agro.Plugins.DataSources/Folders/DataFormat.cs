namespace Agro.Plugins.DataSources.Folders;

/// <summary>How the rows of a file are written.</summary>
internal enum DataFormat
{
    /// <summary>Parquet.</summary>
    Parquet,

    /// <summary>JSON objects, one a line or in one list.</summary>
    Json,

    /// <summary>Comma- or tab-separated values.</summary>
    Csv,
}

/// <summary>Tells formats by the names of files.</summary>
internal static class DataFormats
{
    private static readonly Dictionary<string, DataFormat> ByEnding = new(StringComparer.OrdinalIgnoreCase)
    {
        [".parquet"] = DataFormat.Parquet,
        [".jsonl"] = DataFormat.Json,
        [".ndjson"] = DataFormat.Json,
        [".json"] = DataFormat.Json,
        [".csv"] = DataFormat.Csv,
        [".tsv"] = DataFormat.Csv,
    };

    // What lies beside data and is none.
    private static readonly HashSet<string> Others =
        new(StringComparer.OrdinalIgnoreCase) { "dataset_infos.json", "dataset_info.json", "state.json", "config.json", "metadata.json" };

    /// <summary>The endings that data files have.</summary>
    public static IEnumerable<string> Endings => ByEnding.Keys;

    /// <summary>The format of a file; null for a file that holds no data.</summary>
    /// <param name="file">Its path.</param>
    public static DataFormat? Of(string file)
    {
        var name = Path.GetFileName(file);
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) name = name[..^3];
        return !Others.Contains(name) && ByEnding.TryGetValue(Path.GetExtension(name), out var format) ? format : null;
    }
}
