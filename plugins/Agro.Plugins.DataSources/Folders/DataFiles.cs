using System.Collections.Immutable;
using Agro.Plugins.DataSources.Csv;
using Agro.Plugins.DataSources.Files;
using Agro.Plugins.DataSources.Jsonl;
using Agro.Plugins.DataSources.Parquet;
using Agro.Plugins.DataSources.Rows;

namespace Agro.Plugins.DataSources.Folders;

/// <summary>Finds and opens the files of a split.</summary>
internal static class DataFiles
{
    /// <summary>Opens the files of the split that the options name.</summary>
    /// <param name="options">The folder, and which part of it.</param>
    /// <exception cref="InputException">There are none, they are of several formats, or it is not said which are meant.</exception>
    public static IRowFile Open(FolderOptions options)
    {
        if (!Directory.Exists(options.Path)) throw new InputException($"{options.Path}: is no folder; for single files there are jsonl, csv and parquet");
        var splits = DataLayout.SplitsOf(options.Path, options.Config);
        if (splits.Count == 0) throw new InputException($"{options.Path}: holds no data files ({string.Join(", ", DataFormats.Endings)})");
        var names = string.Join(", ", splits.Keys);
        if (options.Split is null && splits.Count > 1) throw new InputException($"{options.Path}: holds several splits: say which with split: {names}");
        var split = options.Split is null ? splits.Keys.Single() : DataLayout.Canonical(options.Split) ?? options.Split;
        if (!splits.TryGetValue(split, out var files)) throw new InputException($"{options.Path}: has no split '{options.Split}' (split). There are: {names}");
        Shards.CheckComplete(options.Path, files);
        return Open(options.Path, files);
    }

    private static IRowFile Open(string folder, ImmutableArray<string> files)
    {
        var formats = files.Select(DataFormats.Of).Distinct().ToList();
        if (formats is not [var format])
            throw new InputException($"{folder}: the split has files of several formats: {string.Join(", ", files.Select(Path.GetFileName))}");
        if (format == DataFormat.Parquet) return new ParquetRows(files);
        var opened = ImmutableArray.CreateBuilder<IRowFile>();
        try
        {
            foreach (var file in files) opened.Add(format == DataFormat.Json ? JsonFile.Open(file) : new CsvRows(file, new(null, [])));
            return opened is [var one] ? one : new RowFiles(opened.ToImmutable());
        }
        catch
        {
            foreach (var file in opened) file.Dispose();
            throw;
        }
    }
}
