using System.Diagnostics;

namespace Agro.Benchmarks;

/// <summary>Measures in processes of their own: a process's peak of memory never falls.</summary>
internal static class OwnProcess
{
    /// <summary>Runs this program once for each way, one after another, up to one that fails.</summary>
    /// <param name="benchmark">The case, as the command line names it.</param>
    /// <param name="ways">What follows on the command line.</param>
    /// <returns>The exit code: 0, or that of the one that failed.</returns>
    public static int Run(string benchmark, params IEnumerable<string> ways)
    {
        foreach (var way in ways)
        {
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [benchmark, way]) { UseShellExecute = false })!;
            process.WaitForExit();
            if (process.ExitCode != 0) return process.ExitCode;
        }

        return 0;
    }
}
