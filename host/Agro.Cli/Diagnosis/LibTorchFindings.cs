using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Agro.Models.Native;
using TorchSharp;

namespace Agro.Cli.Diagnosis;

/// <summary>What there is to say about libtorch once it is loaded.</summary>
internal static partial class LibTorchFindings
{
    /// <summary>Folder, version, shim, symbols and devices.</summary>
    /// <param name="report">What was loaded.</param>
    /// <returns>The findings.</returns>
    public static IEnumerable<Finding> All(LibTorchReport report)
    {
        yield return new("libtorch", $"{report.Directory} ({report.Origin})", true);
        yield return new("", string.Join(", ", report.Libraries));
        yield return Version(report);
        yield return report.MendedFrom is { } original
            ? new("shim", $"{report.Shim}, mended for this system's libstdc++ from {original}", true)
            : new("shim", report.Shim, true);
        if (StandardLibrary() is { } level) yield return new("libstdc++", level);
        yield return Symbols(report);
        yield return new("heap", report.KeepsHeap ? "large tensors stay in the heap (AGRO_KEEP_HEAP=0 turns it off)" : "the C library's default");
        yield return new("cpu", $"{torch.get_num_threads()} threads");
        yield return new("cuda", torch.cuda.is_available()
            ? string.Create(CultureInfo.InvariantCulture, $"{torch.cuda.device_count()} device(s)")
            : report.Libraries.Any(library => library.Contains("cuda", StringComparison.Ordinal)) ? "built in, but no device is available" : "none (a CPU build)");
    }

    /// <summary>The library's own word for its version; the folder's name proves nothing.</summary>
    private static Finding Version(LibTorchReport report)
    {
        var core = report.Libraries.First(library => library.Contains("torch_cpu", StringComparison.Ordinal));
        if (!NativeLibrary.TryGetExport(NativeLibrary.Load(Path.Combine(report.Directory, core)), "aoti_torch_abi_version", out var export))
        {
            return new("version", $"unknown; this build needs {Wanted}", false);
        }

        // Major, minor and patch in the three highest bytes.
        var packed = Marshal.GetDelegateForFunctionPointer<AbiVersion>(export)();
        var version = new Version((int)(packed >> 56), (int)(packed >> 48) & 0xff, (int)(packed >> 40) & 0xff);
        return version.Major == Wanted.Major && version.Minor == Wanted.Minor
            ? new("version", version.ToString(), true)
            : new("version", $"{version}; this build needs {Wanted}", false);
    }

    private static Finding Symbols(LibTorchReport report)
    {
        var (missing, count) = LibTorch.MissingSymbols(report);
        if (missing.Count == 0) return new("symbols", count == 0 ? "not checked on this system" : $"all {count} that the shim needs are there", count > 0 ? true : null);
        var shown = string.Join(", ", missing.Take(3)) + (missing.Count > 3 ? ", ..." : "");
        return new("symbols", $"{missing.Count} of {count} that the shim needs are missing: {shown}", false);
    }

    /// <summary>The highest symbol version of the libstdc++ in this process, which decides what the shim may ask for.</summary>
    private static string? StandardLibrary()
    {
        if (!OperatingSystem.IsLinux()) return null;
        var path = File.ReadLines("/proc/self/maps").Select(line => line[(line.LastIndexOf(' ') + 1)..])
            .FirstOrDefault(file => Path.GetFileName(file).StartsWith("libstdc++.so", StringComparison.Ordinal));
        if (path is null || !File.Exists(path)) return null;
        var versions = SymbolVersion().Matches(System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(path)));
        return versions.Count == 0 ? path : $"{path}, up to GLIBCXX_{versions.Max(match => new Version(match.Groups[1].Value))}";
    }

    /// <summary>The version that this build's TorchSharp was made for.</summary>
    private static Version Wanted { get; } = new(typeof(LibTorch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(item => item.Key == "Agro.LibTorchVersion").Value!);

    [GeneratedRegex(@"GLIBCXX_(3\.\d+\.\d+)\0", RegexOptions.CultureInvariant)]
    private static partial Regex SymbolVersion();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate ulong AbiVersion();
}
