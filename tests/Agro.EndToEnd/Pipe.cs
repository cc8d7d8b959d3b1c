using System.Text;

namespace Agro.EndToEnd;

/// <summary>Reads a stream to its end in the background, and lets others wait for a text to appear in it.</summary>
internal sealed class Pipe
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts to read.</summary>
    /// <param name="reader">The stream.</param>
    public Pipe(StreamReader reader) => Finished = ReadAsync(reader);

    /// <summary>Ends with the stream.</summary>
    public Task Finished { get; }

    /// <summary>What was read so far.</summary>
    public string Text
    {
        get
        {
            lock (_gate) return _text.ToString();
        }
    }

    /// <summary>Waits for a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether it appeared before the stream ended.</returns>
    public async Task<bool> WaitForAsync(string text, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_text.ToString().Contains(text, StringComparison.Ordinal)) return true;
                if (Finished.IsCompleted) return false;
                changed = _changed.Task;
            }

            await Task.WhenAny(changed, Finished).WaitAsync(cancellationToken);
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        // Not on the constructor's thread: Finished is not set before this returns to it.
        await Task.Yield();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is var count and > 0)
        {
            lock (_gate)
            {
                _text.Append(buffer, 0, count);
                _changed.SetResult();
                _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
