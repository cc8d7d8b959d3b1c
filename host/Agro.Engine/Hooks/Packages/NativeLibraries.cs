using System.Runtime.InteropServices;

namespace Agro.Engine.Hooks.Packages;

/// <summary>Where packages keep native libraries for this machine.</summary>
internal static class NativeLibraries
{
    /// <summary>The names that this machine goes by, such as <c>linux-x64</c>, <c>linux</c> and <c>unix</c>.</summary>
    public static IReadOnlyList<string> RuntimeIdentifiers { get; } = [.. Names().Distinct()];

    private static IEnumerable<string> Names()
    {
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string[] families = OperatingSystem.IsWindows() ? [system] : [system, "unix"];
        return [RuntimeInformation.RuntimeIdentifier, .. families.SelectMany(family => new[] { $"{family}-{architecture}", family })];
    }
}
