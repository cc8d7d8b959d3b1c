using System.Diagnostics;
using System.Globalization;

namespace Agro.Engine.Benchmarks;

/// <summary>
/// What other processes take of the machine's processors, from <c>/proc/stat</c>: everything that was busy, the time stolen by other
/// virtual machines included, less what this process used. Its clock ticks a hundred times a second.
/// </summary>
internal sealed class ProcessorLoad
{
    private const double TicksPerSecond = 100;
    private const string Statistics = "/proc/stat";

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly (double Busy, int Processors)? _before = Read();
    private readonly double _ownBefore = Own;

    private static double Own => Environment.CpuUsage.TotalTime.TotalSeconds;

    /// <summary>The share since this was made, from 0 to 1; null where it cannot be known.</summary>
    public double? ForeignShare()
    {
        if (_before is not { } before || Read() is not { } now) return null;
        var foreign = now.Busy - before.Busy - (Own - _ownBefore);
        return Math.Clamp(foreign / (Stopwatch.GetElapsedTime(_start).TotalSeconds * now.Processors), 0, 1);
    }

    /// <summary>Busy seconds of all processors since the system's start, and their number.</summary>
    /// <param name="statistics">The text of <c>/proc/stat</c>.</param>
    public static (double Busy, int Processors) Parse(string statistics)
    {
        var lines = statistics.Split('\n').Where(line => line.StartsWith("cpu", StringComparison.Ordinal)).ToList();
        var ticks = lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToList();
        // user nice system idle iowait irq softirq steal; what guests take is part of user and nice.
        return ((ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7]) / TicksPerSecond, lines.Count - 1);
    }

    private static (double Busy, int Processors)? Read()
    {
        try
        {
            return OperatingSystem.IsLinux() ? Parse(File.ReadAllText(Statistics)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
