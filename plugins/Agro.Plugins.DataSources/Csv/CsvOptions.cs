using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Agro.Plugins.DataSources.Rows;

namespace Agro.Plugins.DataSources.Csv;

/// <summary>Options of <c>csv</c>.</summary>
internal sealed record CsvOptions : CompletionOptions
{
    /// <summary>The file, plain or gzipped.</summary>
    [PathOption]
    public required string Path { get; init; }

    /// <summary>
    /// What stands between two cells: one character. A tab for files whose names end with <c>.tsv</c>, else a comma, when left out.
    /// </summary>
    [StringLength(1, MinimumLength = 1)]
    public string? Delimiter { get; init; }

    /// <summary>The names of the columns, for a file whose first row has none.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];
}
