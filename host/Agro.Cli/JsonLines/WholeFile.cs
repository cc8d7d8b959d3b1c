namespace Agro.Cli.JsonLines;

/// <summary>
/// A file that appears when it is complete: it is written beside its place, an old one stays until then, and nothing is left when it is
/// given up.
/// </summary>
internal sealed class WholeFile : IDisposable
{
    private readonly string _path, _temporary;
    private readonly StreamWriter _writer;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it will be.</param>
    /// <exception cref="InputException">It cannot be written there.</exception>
    public WholeFile(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new InputException($"{path}: there is no folder {folder}");
        if (Directory.Exists(path)) throw new InputException($"{path}: is a folder");
        (_path, _temporary) = (path, $"{path}.{Guid.NewGuid():N}.tmp");
        try
        {
            _writer = new StreamWriter(_temporary) { NewLine = "\n" };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Fault(exception);
        }
    }

    /// <summary>Adds text.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Write(string text) => Try(() => _writer.Write(text));

    /// <summary>Puts the file in its place.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Complete() => Try(() =>
    {
        _writer.Dispose();
        File.Move(_temporary, _path, overwrite: true);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _writer.Dispose();
        }
        catch (IOException)
        {
            // The disk is full: what did not reach it is deleted anyway.
        }

        File.Delete(_temporary);
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Fault(exception);
        }
    }

    private InputException Fault(Exception exception) => new($"{_path}: cannot be written: {exception.Message}");
}
