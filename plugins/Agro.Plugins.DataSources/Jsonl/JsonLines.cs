using System.Globalization;
using Agro.Plugins.DataSources.Files;
using Agro.Plugins.DataSources.Rows;

namespace Agro.Plugins.DataSources.Jsonl;

/// <summary>The rows of a file with one JSON object a line.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="file">Its bytes; closed with this.</param>
internal sealed class JsonLines(string path, ByteFile file) : IRowFile
{
    private readonly LineFile _file = new(file);

    /// <inheritdoc/>
    public int Count => _file.Count;

    /// <inheritdoc/>
    public string Noun => "line";

    /// <inheritdoc/>
    public string Wanted => "one JSON object a line";

    /// <inheritdoc/>
    public long NumberOf(int index) => _file.NumberOf(index);

    /// <inheritdoc/>
    public DataRow Read(int index) =>
        JsonLine.Parse(string.Create(CultureInfo.InvariantCulture, $"{path}:{_file.NumberOf(index)}"), _file.Read(index), Noun);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
