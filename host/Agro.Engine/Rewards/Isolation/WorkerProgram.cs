using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Agro.Engine.Rewards.Isolation;

/// <summary>Finds the program that a reward's processes are made of: agro-host itself.</summary>
internal static class WorkerProgram
{
    private const string Name = "agro-host";

    /// <summary>The folder with libtorch that the user named; null to look for it.</summary>
    public static string? LibTorch { get; set; }

    /// <summary>How to start a process.</summary>
    /// <param name="limits">What it may take.</param>
    /// <exception cref="AgroException">The program is not there.</exception>
    public static ProcessStartInfo Start(IsolationLimits limits)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = Find();
        start.ArgumentList.Add(RewardWorker.Command);
        start.UseShellExecute = false;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardInputEncoding = start.StandardOutputEncoding = start.StandardErrorEncoding = utf8;
        // Beside the run, and several of them: small rather than fast.
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_GCHeapHardLimit"] = limits.HeapBytes.ToString("x", CultureInfo.InvariantCulture);
        // A reward that fails is no occasion for a core dump of gigabytes.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return start;
    }

    private static ProcessStartInfo Find()
    {
        var own = Environment.ProcessPath!;
        if (Path.GetFileNameWithoutExtension(own) == Name) return new(own);
        var beside = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? $"{Name}.exe" : Name);
        if (File.Exists(beside)) return new(beside);
        var library = Path.Combine(AppContext.BaseDirectory, $"{Name}.dll");
        return File.Exists(library)
            ? new(Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet") { ArgumentList = { library } }
            : throw new AgroException($"isolation: process needs {Name}, which is not in {AppContext.BaseDirectory}");
    }
}
