using System.Collections.Immutable;

namespace Agro.Plugins.DataSources.Rows;

/// <summary>The rows of several files, one file after another.</summary>
internal sealed class RowFiles : IRowFile
{
    private readonly ImmutableArray<IRowFile> _files;
    private readonly ImmutableArray<int> _starts;

    /// <summary>Puts files together.</summary>
    /// <param name="files">The files, at least one; closed with this.</param>
    /// <exception cref="InputException">There are more rows than a data source can have.</exception>
    public RowFiles(ImmutableArray<IRowFile> files)
    {
        _files = files;
        var starts = ImmutableArray.CreateBuilder<int>();
        var count = 0L;
        foreach (var file in files)
        {
            starts.Add((int)Math.Min(count, int.MaxValue));
            count += file.Count;
        }

        if (count > int.MaxValue) throw new InputException($"{count} rows are more than a data source can have");
        _starts = starts.ToImmutable();
        Count = (int)count;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public string Noun => _files[0].Noun;

    /// <inheritdoc/>
    public string Wanted => _files[0].Wanted;

    /// <inheritdoc/>
    public long NumberOf(int index) => index + 1L;

    /// <inheritdoc/>
    public DataRow Read(int index)
    {
        // Of several files that begin at the row, all but the last are empty.
        var at = _starts.BinarySearch(index);
        if (at < 0) at = ~at - 1;
        while (_files[at].Count <= index - _starts[at]) at++;
        return _files[at].Read(index - _starts[at]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
    }
}
