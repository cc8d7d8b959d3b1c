namespace Agro.Cli;

/// <summary>
/// Asks for a stop when a stream ends. The one who started this process stops it so on every system, and by ending too, however that
/// comes about.
/// </summary>
internal sealed class InputEnd : IDisposable
{
    private readonly CancellationTokenSource _source;

    /// <summary>Starts to read; what is read is not looked at.</summary>
    /// <param name="input">The stream.</param>
    /// <param name="other">Another way to ask.</param>
    public InputEnd(Stream input, CancellationToken other)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(other);
        Token = _source.Token;
        new Thread(() => Read(input)) { IsBackground = true, Name = "end of input" }.Start();
    }

    /// <summary>Cancelled at the stream's end, or when asked for otherwise.</summary>
    public CancellationToken Token { get; }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private void Read(Stream input)
    {
        var buffer = new byte[256];
        try
        {
            while (input.Read(buffer) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A stream that cannot be read has ended.
        }

        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run has ended before.
        }
    }
}
