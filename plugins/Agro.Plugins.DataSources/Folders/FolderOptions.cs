using Agro.Plugins.DataSources.Rows;

namespace Agro.Plugins.DataSources.Folders;

/// <summary>Options of <c>huggingface</c>.</summary>
internal sealed record FolderOptions : CompletionOptions
{
    /// <summary>The folder of the data set, as it is laid out on the Hugging Face hub.</summary>
    [PathOption]
    public required string Path { get; init; }

    /// <summary>
    /// The configuration (subset), by its <c>config_name</c> in the README, or else a folder of that name. Needed when there are several and none
    /// is the default.
    /// </summary>
    public string? Config { get; init; }

    /// <summary>The split, such as <c>train</c>, <c>validation</c> or <c>test</c>. Needed when there are several.</summary>
    public string? Split { get; init; }
}
