namespace Agro.Cli.Sweeps;

/// <summary>Keeps what a run's process writes to its terminal.</summary>
/// <param name="path">The file; what is in it stays.</param>
internal sealed class RunLog(string path) : IDisposable
{
    private readonly StreamWriter _writer = new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
    private readonly Lock _gate = new();
    private string _lastError = "", _lastOutput = "";

    /// <summary>The last line of the error output that says something, else of the output.</summary>
    public string LastLine
    {
        get
        {
            lock (_gate) return _lastError.Length > 0 ? _lastError : _lastOutput;
        }
    }

    /// <summary>Writes a line.</summary>
    /// <param name="line">The line; null at the end.</param>
    /// <param name="isError">Whether it came from the error output.</param>
    public void Write(string? line, bool isError)
    {
        if (line is null) return;
        lock (_gate)
        {
            _writer.WriteLine(line);
            // How to go on with one run is no news to who goes on with a sweep.
            if (string.IsNullOrWhiteSpace(line) || line.Contains("--resume --output", StringComparison.Ordinal)) return;
            if (isError) _lastError = line.Trim();
            else _lastOutput = line.Trim();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}
