using Agro.Plugins.DataSources.Rows;

namespace Agro.Plugins.DataSources.Csv;

/// <summary>
/// Prompts, and completions of them where there are some, from comma-separated values (RFC 4180): the first row names the columns, cells
/// in quotes may hold delimiters, line ends and doubled quotes, and an empty cell without quotes is nothing. Every row is checked when
/// the source is made; a plain file is then read from disk row by row.
/// </summary>
/// <param name="options">The file and what its columns mean.</param>
/// <exception cref="InputException">
/// The file cannot be read or holds no prompt, a row is not what the options say, or the options exclude each other.
/// </exception>
[Component("csv")]
internal sealed class CsvSource(CsvOptions options)
    : RowSource(options, options.Path, () => new CsvRows(options.Path, new(options.Delimiter?[0], options.Columns)));
