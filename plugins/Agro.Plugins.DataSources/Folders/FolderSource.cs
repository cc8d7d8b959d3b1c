using Agro.Plugins.DataSources.Rows;

namespace Agro.Plugins.DataSources.Folders;

/// <summary>
/// Prompts, and completions of them where there are some, from a folder as data sets have it on the Hugging Face hub: the files that the
/// <c>configs</c> of its README name, or else all Parquet, JSON, JSON lines, CSV and TSV files, their splits told by names such as
/// <c>data/train-00000-of-00002.parquet</c>, <c>test.csv</c> or <c>validation/part.jsonl</c>. Files that are downloaded only; nothing is fetched.
/// </summary>
/// <param name="options">The folder and what its columns mean.</param>
/// <exception cref="InputException">
/// It is not said which configuration or split is meant, a file cannot be read, or a row is not what the options say.
/// </exception>
[Component("huggingface")]
internal sealed class FolderSource(FolderOptions options) : RowSource(options, options.Path, () => DataFiles.Open(options));
