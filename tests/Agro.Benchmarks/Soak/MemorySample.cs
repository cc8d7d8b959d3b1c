using System.Globalization;
using TorchSharp;

namespace Agro.Benchmarks.Soak;

/// <summary>What a process holds after a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="ResidentKilobytes">Resident memory, in KiB.</param>
/// <param name="ManagedBytes">The managed heap after a collection, in bytes.</param>
/// <param name="Tensors">Live tensors of TorchSharp.</param>
/// <param name="OfThread">Those that the statistics of dispose scopes know of this thread, in scopes and outside.</param>
/// <param name="Tokens">Completion tokens of the step, on average.</param>
internal sealed record MemorySample(long Step, long ResidentKilobytes, long ManagedBytes, long Tensors, long OfThread, double Tokens)
{
    /// <summary>The columns of <see cref="ToString"/>.</summary>
    public static string Header => $"{"step",6} {"RSS MB",9} {"managed MB",11} {"live tensors",13} {"of the thread",14} {"tokens",8}";

    /// <summary>Takes a sample of this process; collects its managed garbage first.</summary>
    /// <param name="step">The step.</param>
    /// <param name="tokens">Completion tokens of the step, on average.</param>
    public static MemorySample Take(long step, double tokens)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var managed = GC.GetTotalMemory(forceFullCollection: true);
        var scopes = DisposeScopeManager.Statistics.TensorStatistics;
        return new(step, Resident(), managed, torch.Tensor.TotalCount, scopes.ThreadTotalLiveCount, tokens);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Step,6} {ResidentKilobytes / 1024.0,9:0.00} {ManagedBytes / 1048576.0,11:0.000} {Tensors,13} {OfThread,14} {Tokens,8:0.0}");

    private static long Resident()
    {
        const string name = "VmRSS:";
        if (!OperatingSystem.IsLinux()) return Environment.WorkingSet >> 10;
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
