using System.Collections.Immutable;
using Agro.Plugins.DataSources.Rows;

namespace Agro.Plugins.DataSources.Parquet;

/// <summary>Options of <c>parquet</c>.</summary>
internal sealed record ParquetSourceOptions : CompletionOptions
{
    /// <summary>A Parquet file, or a folder with such files (<c>*.parquet</c>), taken in the order of their names.</summary>
    [PathOption]
    public string? Path { get; init; }

    /// <summary>Several files or folders, taken in this order; instead of path.</summary>
    [PathOption]
    public ImmutableArray<string> Paths { get; init; } = [];

    /// <summary>
    /// Of a folder, only the files whose names begin with this, such as <c>train</c> for <c>train-00000-of-00002.parquet</c>. Must be
    /// given when a folder holds several splits.
    /// </summary>
    public string? Split { get; init; }
}
