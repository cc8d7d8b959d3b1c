using System.Collections.Immutable;

namespace Agro.Plugins.DataSources.Csv;

/// <summary>How a file of values is laid out.</summary>
/// <param name="Delimiter">What stands between cells; null to go by the file's name.</param>
/// <param name="Columns">The names of the columns; empty when the first row has them.</param>
internal sealed record CsvFormat(char? Delimiter, ImmutableArray<string> Columns)
{
    /// <summary>What stands between the cells of a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It is no single byte, or the quote or a line end.</exception>
    public byte DelimiterOf(string path)
    {
        var isTabbed = path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".tsv.gz", StringComparison.OrdinalIgnoreCase);
        var delimiter = Delimiter ?? (isTabbed ? '\t' : ',');
        return delimiter is < (char)128 and not ('"' or '\n' or '\r')
            ? (byte)delimiter
            : throw new InputException($"{path}: delimiter '{delimiter}' cannot be one: write an ASCII character that is no quote and no line end");
    }
}
