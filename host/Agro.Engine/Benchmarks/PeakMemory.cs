using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Agro.Engine.Benchmarks;

/// <summary>The most memory that the process has held in a section. Linux can forget the peaks of earlier ones.</summary>
internal static partial class PeakMemory
{
    /// <summary>Gives back what is free, and forgets the peak so far where the system can.</summary>
    public static void Reset()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = TrimHeap(0);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library than glibc: what is free stays with the process.
        }

        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Then the peak is that of the whole process so far.
        }
    }

    /// <summary>The peak since the last <see cref="Reset"/>, in MB (10^6 bytes).</summary>
    public static double Megabytes()
    {
        const string name = "VmHWM:";
        if (OperatingSystem.IsLinux() && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line)
            return double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024 / 1e6;
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int TrimHeap(nuint keep);
}
