using Agro.Plugins.DataSources.Rows;

namespace Agro.Plugins.DataSources.Jsonl;

/// <summary>
/// Prompts, and completions of them where there are some, from a file with one JSON object a line (<c>.jsonl</c>, or gzipped), or with
/// one list of JSON objects. Every line is checked when the source is made, so that a fault in the last line shows before the first
/// step; plain files are then read from disk line by line as prompts are asked for.
/// </summary>
/// <param name="options">The file and what its fields mean.</param>
/// <exception cref="InputException">
/// The file cannot be read or holds no prompt, a line is not what the options say, or the options exclude each other.
/// </exception>
[Component("jsonl")]
internal sealed class JsonlSource(JsonlOptions options) : RowSource(options, options.Path, () => JsonFile.Open(options.Path));
