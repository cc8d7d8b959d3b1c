namespace Agro.Engine.Sweeps;

/// <summary>The folder of a sweep that is at work: two at once would do the same runs into the same folders.</summary>
public sealed class SweepFolder : IDisposable
{
    private readonly FileStream _lock;

    private SweepFolder(FileStream file) => _lock = file;

    /// <summary>Takes a folder, and makes it where it is not there yet.</summary>
    /// <param name="directory">The folder.</param>
    /// <returns>Gives the folder back when disposed; so does the end of the process.</returns>
    /// <exception cref="InputException">It cannot be written, or another sweep is at work there.</exception>
    public static SweepFolder Open(string directory)
    {
        var path = Path.Combine(directory, "sweep.lock");
        try
        {
            Directory.CreateDirectory(directory);
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(File.Exists(path)
                ? $"{directory}: another sweep is at work there, or {path} cannot be written: {exception.Message}"
                : $"{directory}: the output folder cannot be written: {exception.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
