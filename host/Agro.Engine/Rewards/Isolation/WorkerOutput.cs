namespace Agro.Engine.Rewards.Isolation;

/// <summary>
/// What a process writes to its error output: a reward's own lines go to the console as they would without isolation, and what the
/// runtime says when it dies is kept for the message.
/// </summary>
internal sealed class WorkerOutput
{
    private const int MostLines = 1000, MostKept = 12;
    private static readonly string[] Beginnings = ["Unhandled exception", "Stack overflow", "Fatal error", "Process terminated", "Out of memory", "Failed to create CoreCLR"];
    private readonly List<string> _last = [];
    private int _lines;
    private bool _dying;

    /// <summary>Starts to read.</summary>
    /// <param name="reader">The error output.</param>
    /// <param name="name">The reward's name in metrics.</param>
    public WorkerOutput(StreamReader reader, string name) => Finished = Task.Run(() => ReadAsync(reader, name));

    /// <summary>Ends when the process and all that it started have closed the output.</summary>
    public Task Finished { get; }

    /// <summary>What the runtime said at the end, on one line; null when it said nothing.</summary>
    public string? LastWords
    {
        get
        {
            lock (_last) return _last.Count == 0 ? null : string.Join(' ', _last.Select(line => line.Trim()));
        }
    }

    private async Task ReadAsync(StreamReader reader, string name)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line) Take(line, name);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The process is gone.
        }
    }

    private void Take(string line, string name)
    {
        _dying |= Array.Exists(Beginnings, beginning => line.StartsWith(beginning, StringComparison.Ordinal));
        if (_dying)
        {
            lock (_last) if (_last.Count < MostKept && line.Length > 0) _last.Add(line);
        }
        else if (++_lines <= MostLines)
        {
            Console.Error.WriteLine(_lines < MostLines ? $"rewards/{name}: {line}" : $"rewards/{name}: writes on; no more of it is shown");
        }
    }
}
