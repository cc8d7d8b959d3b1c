using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;

namespace Agro.Engine.Plugins;

/// <summary>
/// Which assemblies plugins and scripts share with the host: a fixed list, so that what else a plugin ships is its own whatever
/// the host happens to use.
/// </summary>
internal static class SharedAssemblies
{
    private static readonly Assembly Contract = typeof(ComponentAttribute).Assembly;

    private static readonly Assembly TorchSharp = typeof(TorchSharp.torch).Assembly;

    private static readonly string FrameworkFolder =
        Path.GetDirectoryName(typeof(object).Assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;

    private static readonly FrozenDictionary<string, Assembly> Ours = new[] { Contract, TorchSharp }.ToFrozenDictionary(
        assembly => assembly.GetName().Name!, StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of the assembly that every plugin refers to.</summary>
    public static string ContractName { get; } = Contract.GetName().Name!;

    /// <summary>The version of the contract: its major must match a plugin's, its minor must not be below a plugin's.</summary>
    public static Version ContractVersion { get; } = Contract.GetName().Version!;

    /// <summary>The assemblies of the host itself that are shared, by simple name.</summary>
    public static ImmutableArray<string> Own { get; } = [Contract.GetName().Name!, TorchSharp.GetName().Name!];

    /// <summary>What is shared: the contract, TorchSharp, and the framework assemblies whose types the contract shows.</summary>
    public static ImmutableArray<AssemblyName> Shared { get; } =
    [
        Contract.GetName(), TorchSharp.GetName(),
        .. Contract.GetReferencedAssemblies().Where(name => IsFramework(name.Name!)),
    ];

    /// <summary>What TorchSharp uses for itself: a plugin that brings its own version gets it.</summary>
    public static ImmutableArray<AssemblyName> NotShared { get; } =
        [.. TorchSharp.GetReferencedAssemblies().Where(name => !IsFramework(name.Name!))];

    /// <summary>Whether a simple name is the contract's or TorchSharp's.</summary>
    public static bool IsShared(string name) => Ours.ContainsKey(name);

    /// <summary>The version of a shared assembly in this host; null for others.</summary>
    public static Version? HostVersion(string name) => Ours.GetValueOrDefault(name)?.GetName().Version;

    /// <summary>Whether a simple name is an assembly of the .NET runtime.</summary>
    public static bool IsFramework(string name) => FrameworkFile(name) is not null;

    /// <summary>The file of a framework assembly; null when there is none of that name.</summary>
    public static string? FrameworkFile(string name)
    {
        var file = Path.Combine(FrameworkFolder, name + ".dll");
        return name.Length > 0 && File.Exists(file) ? file : null;
    }
}
