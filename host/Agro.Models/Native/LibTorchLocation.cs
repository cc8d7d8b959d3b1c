using System.Reflection;
using System.Runtime.InteropServices;

namespace Agro.Models.Native;

/// <summary>A folder with libtorch in it, and why it was looked at.</summary>
/// <param name="Directory">The folder, absolute.</param>
/// <param name="Origin">What named it, for a person.</param>
internal sealed record LibTorchLocation(string Directory, string Origin)
{
    private static readonly string Package = $"libtorch-cpu-{RuntimeInformation.RuntimeIdentifier switch
    {
        var rid when rid.StartsWith("win", StringComparison.Ordinal) => "win-x64",
        var rid when rid.StartsWith("osx", StringComparison.Ordinal) => "osx-arm64",
        _ => "linux-x64",
    }}";

    /// <summary>The version that this build of TorchSharp was made for.</summary>
    public static string Version { get; } = Metadata("Agro.LibTorchVersion");

    /// <summary>The file that must be there.</summary>
    public static string CoreLibrary { get; } = FileName("torch_cpu");

    /// <summary>Every folder to look at, the first with libtorch in it wins.</summary>
    /// <param name="named">A folder that the user named; then it is the only one.</param>
    public static IEnumerable<LibTorchLocation> Candidates(string? named)
    {
        if (named is not null)
        {
            yield return new(Path.GetFullPath(named), "--libtorch");
            yield break;
        }

        if (Environment.GetEnvironmentVariable("AGRO_LIBTORCH") is { Length: > 0 } variable)
        {
            yield return new(Path.GetFullPath(variable), "AGRO_LIBTORCH");
            yield break;
        }

        var system = Package["libtorch-cpu-".Length..];
        yield return new(AppContext.BaseDirectory, "beside agro-host");
        yield return new(Path.Combine(AppContext.BaseDirectory, "runtimes", system, "native"), "beside agro-host");
        foreach (var (root, origin) in PackageRoots())
        {
            yield return new(Path.Combine(root, Package, Version, "runtimes", system, "native"), origin);
        }
    }

    /// <summary>The file name of a native library on this system.</summary>
    public static string FileName(string library) =>
        OperatingSystem.IsWindows() ? $"{library}.dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";

    private static IEnumerable<(string Root, string Origin)> PackageRoots()
    {
        if (Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } variable) yield return (variable, "NUGET_PACKAGES");
        if (Metadata("Agro.NuGetPackageRoot") is { Length: > 0 } built) yield return (built, "the package folder of the build");
        yield return (Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"), "the package folder");
    }

    private static string Metadata(string key) =>
        typeof(LibTorchLocation).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(item => item.Key == key)?.Value ?? "";
}
