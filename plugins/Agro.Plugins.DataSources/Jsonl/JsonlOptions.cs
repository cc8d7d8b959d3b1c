using Agro.Plugins.DataSources.Rows;

namespace Agro.Plugins.DataSources.Jsonl;

/// <summary>Options of <c>jsonl</c>.</summary>
internal sealed record JsonlOptions : CompletionOptions
{
    /// <summary>The file: one JSON object a line, or one list of them, plain or gzipped.</summary>
    [PathOption]
    public required string Path { get; init; }
}
