using System.Collections.Concurrent;
using System.Diagnostics;

namespace Agro.Engine.Rewards.Isolation;

/// <summary>
/// Reads what the host asks, on a thread of its own: when the host is gone, however that came about, this process and all that the
/// reward has started end at once, whatever the reward is doing. (The kernel's own signal for this, PR_SET_PDEATHSIG, is tied to the
/// thread that started the process, which may end long before the host does.)
/// </summary>
internal sealed class WorkerInput
{
    private readonly BlockingCollection<string> _lines = [];

    /// <summary>Starts to read.</summary>
    /// <param name="input">The pipe.</param>
    public WorkerInput(Stream input) => new Thread(() => Read(input)) { IsBackground = true, Name = "host" }.Start();

    /// <summary>Waits for the next line.</summary>
    public string Next() => _lines.Take();

    private void Read(Stream input)
    {
        try
        {
            using var reader = new StreamReader(input);
            while (reader.ReadLine() is { } line) _lines.Add(line);
        }
        catch (IOException)
        {
            // A pipe that cannot be read is one without a host.
        }

        End();
    }

    /// <summary>Ends the process without exit handlers: they are the reward's, and may not come back.</summary>
    public static void End()
    {
        if (!OperatingSystem.IsWindows() && UnixProcess.LeadGroup()) UnixProcess.EndGroup(Environment.ProcessId);
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
