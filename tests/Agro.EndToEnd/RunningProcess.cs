using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Agro.EndToEnd;

/// <summary>A process whose pipes are read as it writes, so that neither side ever waits for the other.</summary>
internal sealed partial class RunningProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly CancellationTokenSource _timeout;
    private readonly TimeSpan _limit;
    private readonly Pipe _output, _error;
    private readonly Task _input;

    private RunningProcess(Process process, ProcessStart start)
    {
        (_process, _limit) = (process, start.Timeout);
        _timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _timeout.CancelAfter(start.Timeout);
        _output = new Pipe(process.StandardOutput);
        _error = new Pipe(process.StandardError);
        _input = WriteAsync(process.StandardInput, start.Input);
    }

    /// <summary>Everything written to the output so far.</summary>
    public string Output => _output.Text;

    /// <summary>Everything written to the error output so far.</summary>
    public string Error => _error.Text;

    /// <summary>Starts a process.</summary>
    /// <param name="file">The program.</param>
    /// <param name="start">How to start it.</param>
    /// <returns>The process, to be awaited or disposed.</returns>
    public static RunningProcess Start(string file, ProcessStart start)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var info = new ProcessStartInfo(file, start.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
            WorkingDirectory = start.WorkingDirectory ?? Path.GetTempPath(),
        };
        foreach (var (name, value) in start.Environment) info.Environment[name] = value;
        return new RunningProcess(Process.Start(info)!, start);
    }

    /// <summary>Waits until the output holds a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>A task that ends when it does; it fails when the process ends or the time is over first.</returns>
    public Task WaitForOutputAsync(string text) => WaitForAsync(_output, text);

    /// <summary>Waits until the error output holds a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>A task that ends when it does; it fails when the process ends or the time is over first.</returns>
    public Task WaitForErrorAsync(string text) => WaitForAsync(_error, text);

    /// <summary>Sends SIGINT, as Ctrl+C does.</summary>
    public void Interrupt() => Signal(2);

    /// <summary>Sends SIGTERM, as a scheduler does.</summary>
    public void Terminate() => Signal(15);

    /// <summary>Ends the process at once, as a lost machine does.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Ends the process at once and leaves what it started to itself.</summary>
    public void KillAlone() => _process.Kill();

    /// <summary>Waits for the end.</summary>
    /// <returns>What became of it.</returns>
    public async Task<ProcessResult> WaitAsync()
    {
        try
        {
            await _process.WaitForExitAsync(_timeout.Token);
            await Task.WhenAll(_output.Finished, _error.Finished, _input).WaitAsync(_timeout.Token);
        }
        catch (OperationCanceledException)
        {
            FailForTime("the end");
        }

        return new ProcessResult(_process.ExitCode, Output, Error);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _timeout.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);

    private static async Task WriteAsync(StreamWriter input, string text)
    {
        try
        {
            await using (input) await input.WriteAsync(text);
        }
        catch (IOException)
        {
            // It ended, or closed its input, without reading all of it; that is its right.
        }
    }

    private void Signal(int number)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("signals are sent on Unix only");
        Assert.Equal(0, SendSignal(_process.Id, number));
    }

    private async Task WaitForAsync(Pipe pipe, string text)
    {
        try
        {
            if (!await pipe.WaitForAsync(text, _timeout.Token)) Assert.Fail($"ended without writing '{text}'\n{await WaitAsync()}");
        }
        catch (OperationCanceledException)
        {
            FailForTime($"'{text}'");
        }
    }

    private void FailForTime(string awaited)
    {
        if (!_process.HasExited) Kill();
        Assert.Fail($"not observed within {_limit.TotalSeconds} s: {awaited}\n--- output so far\n{Output}\n--- error output so far\n{Error}");
    }
}
