using System.Runtime.InteropServices;
using Agro.Cli.Commands;
using Agro.Cli.Terminal;

namespace Agro.Cli.Diagnosis;

/// <summary>What the program runs on.</summary>
internal static class SystemFindings
{
    /// <summary>Program, .NET, operating system, processors, memory and terminal.</summary>
    /// <returns>The findings.</returns>
    public static IEnumerable<Finding> All()
    {
        yield return new("agro-host", HostCommands.Version);
        yield return new(".NET", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
        yield return new("system", RuntimeInformation.OSDescription);
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30);
        yield return new("machine", FormattableString.Invariant($"{Environment.ProcessorCount} processors, {memory:F1} GiB of memory"));
        yield return new("terminal", Terminals.Describe());
    }
}
