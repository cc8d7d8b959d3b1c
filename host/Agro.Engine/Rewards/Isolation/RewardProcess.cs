using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Agro.Engine.Rewards.Isolation;

/// <summary>One process with a reward in it, seen from the host. One call at a time.</summary>
internal sealed class RewardProcess : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20), LongestEnd = TimeSpan.FromSeconds(2);
    private static readonly byte[] End = "{\"end\":true}\n"u8.ToArray();

    private readonly Process _process;
    private readonly IsolationLimits _limits;
    private readonly WorkerOutput _error;
    private readonly StreamReader _replies;
    private readonly Stream _calls;

    private RewardProcess(Process process, IsolationLimits limits, string name)
    {
        (_process, _limits) = (process, limits);
        (_replies, _calls) = (process.StandardOutput, process.StandardInput.BaseStream);
        _error = new(process.StandardError, name);
    }

    /// <summary>The process.</summary>
    public int Id => _process.Id;

    /// <summary>The prompt that it was asked about last. Prompts are long, and calls of one come after each other.</summary>
    public Prompt? Known { get; set; }

    /// <summary>Whether it can take a call.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>Starts a process and has it make the reward.</summary>
    /// <param name="start">The reward.</param>
    /// <param name="limits">What it may take.</param>
    /// <param name="name">The reward's name in metrics.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The process, and what it says of the reward.</returns>
    /// <exception cref="InputException">The reward refuses its options.</exception>
    /// <exception cref="AgroException">The process did not get as far.</exception>
    public static async Task<(RewardProcess Process, JsonDocument Ready)> StartAsync(
        WorkerStart start, IsolationLimits limits, string name, CancellationToken cancellationToken)
    {
        Process process;
        try
        {
            process = Process.Start(WorkerProgram.Start(limits))!;
        }
        catch (Win32Exception exception)
        {
            throw new AgroException($"a process for the reward cannot be started: {exception.Message}");
        }

        var made = new RewardProcess(process, limits, name);
        try
        {
            return (made, await made.AskAsync(RewardWorker.Text(start.ToJson()), limits.Start, cancellationToken));
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>Asks for something and waits for the answer. After an exception the process is not to be used again, unless it says so.</summary>
    /// <param name="call">A line.</param>
    /// <param name="limit">How long the answer may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="RewardProcessException">There is none; the message says why, as a predicate of "the reward".</exception>
    public async Task<JsonDocument> AskAsync(byte[] call, TimeSpan limit, CancellationToken cancellationToken)
    {
        var reply = ExchangeAsync(call);
        var started = Stopwatch.GetTimestamp();
        while (!reply.IsCompleted)
        {
            var left = limit - Stopwatch.GetElapsedTime(started);
            if (left <= TimeSpan.Zero) throw await EndAsync(ProcessEnd.Late, FormattableString.Invariant($"took longer than {_limits.Time.TotalSeconds:0.###} s"));
            if (Resident() is var resident && resident > _limits.MemoryBytes) throw await EndAsync(ProcessEnd.OutOfMemory, OverLimit(resident));
            await Task.WhenAny(reply, Task.Delay(left < LookEvery ? left : LookEvery, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (await reply is not { } line) throw await EndAsync(ProcessEnd.Died, null);
        if (await ParseAsync(line) is var answer && !answer.RootElement.TryGetProperty("fault", out var fault)) return answer;
        using (answer)
        {
            throw (WorkerFault)answer.RootElement.GetProperty("kind").GetInt32() switch
            {
                WorkerFault.Refused => new InputException(fault.GetString()!),
                WorkerFault.Late => new RewardProcessException(ProcessEnd.None, FormattableString.Invariant($"took longer than {_limits.Time.TotalSeconds:0.###} s")) { IsLate = true },
                WorkerFault.OutOfMemory => new RewardProcessException(ProcessEnd.OutOfMemory, $"{fault.GetString()} (isolation.memory_limit is {_limits.MemoryBytes >> 20} MiB)"),
                _ => new RewardProcessException(ProcessEnd.None, fault.GetString()!),
            };
        }
    }

    /// <summary>Lets the reward end in an orderly way, within limits, and makes sure that it and all that it started are gone.</summary>
    public void Finish()
    {
        try
        {
            _calls.Write(End);
            _calls.Flush();
            _process.WaitForExit(LongestEnd);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It has ended before.
        }

        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private async Task<string?> ExchangeAsync(byte[] call)
    {
        try
        {
            await _calls.WriteAsync(call);
            await _calls.FlushAsync();
            return await _replies.ReadLineAsync();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>A reward that looks for the pipe and writes to it cannot be kept from it.</summary>
    private async Task<JsonDocument> ParseAsync(string line)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException)
        {
            throw await EndAsync(ProcessEnd.Died, "its process sent something that is no answer");
        }
    }

    /// <summary>Ends the process and says how it ended.</summary>
    private async Task<RewardProcessException> EndAsync(ProcessEnd end, string? text)
    {
        // One that has closed its output is about to go; how it goes is worth knowing.
        if (end == ProcessEnd.Died) await Task.WhenAny(_process.WaitForExitAsync(CancellationToken.None), Task.Delay(LongestEnd));
        var code = _process.HasExited ? (int?)_process.ExitCode : null;
        Kill();
        await Task.WhenAny(_error.Finished, Task.Delay(LongestEnd));
        return new(end, text ?? ExitText.Of(code, _error.LastWords)) { IsLate = end == ProcessEnd.Late };
    }

    /// <summary>Ends the process, and whatever it started, at once.</summary>
    private void Kill()
    {
        try
        {
            // First the tree, which finds a process that has not made its group yet, then what has left the tree for another parent.
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
            if (!OperatingSystem.IsWindows()) UnixProcess.EndGroup(_process.Id);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended in the meantime.
        }
    }

    private string OverLimit(long resident) =>
        $"had {resident >> 20} MiB of memory resident, more than isolation.memory_limit ({_limits.MemoryBytes >> 20} MiB)";

    private long Resident()
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                var fields = File.ReadAllText($"/proc/{_process.Id}/statm").Split(' ');
                return long.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture) * Environment.SystemPageSize;
            }

            _process.Refresh();
            return _process.WorkingSet64;
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or IndexOutOfRangeException)
        {
            // It has ended in the meantime.
            return 0;
        }
    }
}
