using Agro.Plugins.DataSources.Rows;

namespace Agro.Plugins.DataSources.Parquet;

/// <summary>
/// Prompts, and completions of them where there are some, from Parquet files as Hugging Face data sets are stored: columns of texts,
/// numbers, lists and structs; columns of bytes are left out. Every row is checked when the source is made; row groups are then read as
/// prompts are asked for, and the last ones are kept.
/// </summary>
/// <param name="options">The files and what their columns mean.</param>
/// <exception cref="InputException">
/// A file cannot be read, there is no prompt, a row is not what the options say, or the options exclude each other.
/// </exception>
[Component("parquet")]
internal sealed class ParquetSource(ParquetSourceOptions options)
    : RowSource(options, options.Path ?? string.Join(", ", options.Paths), () => new ParquetRows(ParquetFiles.Of(options)));
