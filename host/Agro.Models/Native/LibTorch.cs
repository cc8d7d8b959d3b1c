using System.Runtime.InteropServices;
using TorchSharp;

namespace Agro.Models.Native;

/// <summary>What was loaded, for <c>agro-host doctor</c>.</summary>
/// <param name="Directory">The folder that libtorch was loaded from.</param>
/// <param name="Origin">What named that folder.</param>
/// <param name="Libraries">The libraries, in the order of loading.</param>
/// <param name="Shim">TorchSharp's native shim as loaded.</param>
/// <param name="MendedFrom">The shim of the package when a mended copy had to be loaded; else null.</param>
/// <param name="KeepsHeap">Whether large tensors stay in the heap (AGRO_KEEP_HEAP).</param>
public sealed record LibTorchReport(
    string Directory, string Origin, IReadOnlyList<string> Libraries, string Shim, string? MendedFrom, bool KeepsHeap);

/// <summary>
/// Finds, mends and loads libtorch before the first tensor exists. TorchSharp looks for its natives by bare name, which matches what is
/// loaded already; left alone it would copy half a gigabyte beside the program and then fail where libstdc++ is older than GCC 13's.
/// </summary>
public static class LibTorch
{
    private static readonly Lock Gate = new();
    private static LibTorchReport? _report;

    /// <summary>Loads libtorch once; later calls return what the first did.</summary>
    /// <param name="directory">A folder with libtorch, such as PyTorch's <c>torch/lib</c>; null to look in AGRO_LIBTORCH and the package folder.</param>
    /// <returns>What was loaded.</returns>
    /// <exception cref="InputException">It is not there, or does not load.</exception>
    public static LibTorchReport Load(string? directory = null)
    {
        lock (Gate)
        {
            return _report ??= LoadOnce(directory);
        }
    }

    /// <summary>The names of the shim's symbols that the loaded libraries do not have: not empty means another version of libtorch.</summary>
    /// <param name="report">What was loaded.</param>
    /// <returns>Missing symbols, and how many were looked up; nothing on systems without ELF.</returns>
    public static (IReadOnlyList<string> Missing, int Count) MissingSymbols(LibTorchReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (ElfImage.Parse(File.ReadAllBytes(report.Shim)) is not { } image) return ([], 0);
        var symbols = image.UndefinedSymbols().Where(symbol => symbol.Contains("5torch", StringComparison.Ordinal)
            || symbol.Contains("2at", StringComparison.Ordinal) || symbol.Contains("3c10", StringComparison.Ordinal)).ToList();
        var handles = report.Libraries.Select(library => NativeLibrary.Load(Path.Combine(report.Directory, library))).ToList();
        return (symbols.Where(symbol => !handles.Exists(handle => NativeLibrary.TryGetExport(handle, symbol, out _))).ToList(), symbols.Count);
    }

    private static LibTorchReport LoadOnce(string? directory)
    {
        var keepsHeap = NativeAllocator.KeepHeap();
        var location = Locate(directory);
        var libraries = LoadLibraries(location.Directory);
        var shim = FindShim();
        var (loaded, error) = TryLoad(shim);
        string? mendedFrom = null;
        if (!loaded)
        {
            mendedFrom = shim;
            shim = MendedShim.For(shim, error) ?? throw new InputException($"cannot load {mendedFrom}: {error}");
            (loaded, error) = TryLoad(shim);
            if (!loaded) throw new InputException($"cannot load {shim} (mended from {mendedFrom}): {error}");
        }

        torch.InitializeDeviceType(DeviceType.CPU);
        return new(location.Directory, location.Origin, libraries, shim, mendedFrom, keepsHeap);
    }

    private static LibTorchLocation Locate(string? directory)
    {
        var candidates = LibTorchLocation.Candidates(directory).ToList();
        return candidates.Find(candidate => File.Exists(Path.Combine(candidate.Directory, LibTorchLocation.CoreLibrary)))
            ?? throw new InputException(
                $"libtorch {LibTorchLocation.Version} not found: no {LibTorchLocation.CoreLibrary} in "
                + string.Join(", ", candidates.Select(candidate => $"{candidate.Directory} ({candidate.Origin})").Distinct())
                + ". Build from source with `dotnet build` to download it, or name a folder with --libtorch DIR or AGRO_LIBTORCH.");
    }

    private static List<string> LoadLibraries(string directory)
    {
        // The order of dependence; what a build does not have (no CUDA, no bundled OpenMP) is left out.
        string[] patterns = ["gomp-*", "iomp5md", "omp", "c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch"];
        var loaded = new List<string>();
        foreach (var pattern in patterns)
        {
            var files = pattern.Contains('*', StringComparison.Ordinal)
                ? Directory.GetFiles(directory, $"lib{pattern}")
                : [Path.Combine(directory, LibTorchLocation.FileName(pattern))];
            foreach (var file in files.Where(File.Exists))
            {
                var (success, error) = TryLoad(file);
                if (!success) throw new InputException($"cannot load {file}: {error}");
                loaded.Add(Path.GetFileName(file));
            }
        }

        return loaded;
    }

    private static string FindShim()
    {
        var name = LibTorchLocation.FileName("LibTorchSharp");
        var folders = ((AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string) ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Append(AppContext.BaseDirectory).ToList();
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new InputException($"{name} of the TorchSharp package not found in {string.Join(", ", folders)}");
    }

    private static (bool Loaded, string Error) TryLoad(string path)
    {
        try
        {
            NativeLibrary.Load(path);
            return (true, "");
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            return (false, exception.Message);
        }
    }
}
