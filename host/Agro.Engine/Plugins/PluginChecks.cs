using System.Text.RegularExpressions;

namespace Agro.Engine.Plugins;

/// <summary>What can be said against a plugin before any of its code runs.</summary>
internal static partial class PluginChecks
{
    /// <summary>Checks a plugin.</summary>
    /// <param name="metadata">What its assembly says.</param>
    /// <param name="files">Its files.</param>
    /// <exception cref="InputException">It cannot be loaded; the message says why and what to do.</exception>
    public static void Check(PluginMetadata metadata, PluginFiles files)
    {
        var fault = Contract(metadata) ?? Runtime(metadata) ?? TorchSharp(metadata) ?? Components(metadata) ?? Missing(files);
        if (fault is not null) throw new InputException($"{DisplayPath.Of(metadata.Path)}: {fault}");
    }

    private static string? Contract(PluginMetadata metadata)
    {
        if (SharedAssemblies.IsShared(metadata.Name)) return "is not a plugin: it is a part of the host";
        if (metadata.Contract is not { } built) return $"is not a plugin: it does not refer to {SharedAssemblies.ContractName}";
        var host = SharedAssemblies.ContractVersion;
        if (built.Major == host.Major && built.Minor <= host.Minor) return null;
        var remedy = built.Major > host.Major || (built.Major == host.Major && built.Minor > host.Minor)
            ? "use a newer host, or rebuild the plugin for this one"
            : "rebuild the plugin for this host";
        var contract = SharedAssemblies.ContractName;
        return $"was built for version {built.ToString(2)} of {contract}, and this host has {host.ToString(2)}: {remedy}";
    }

    private static string? Runtime(PluginMetadata metadata)
    {
        var host = Environment.Version.Major;
        var built = metadata.References
            .Where(reference => reference.Name is "System.Runtime" or "System.Private.CoreLib")
            .Max(reference => reference.Version?.Major);
        return built > host
            ? $"was built for .NET {built}, and this host runs on .NET {host}: set its TargetFramework to net{host}.0"
            : null;
    }

    private static string? TorchSharp(PluginMetadata metadata)
    {
        var host = SharedAssemblies.HostVersion("TorchSharp");
        var built = metadata.References.FirstOrDefault(reference => reference.Name == "TorchSharp")?.Version;
        return built is not null && built > host
            ? $"was built for TorchSharp {built.ToString(3)}, and this host has {host.ToString(3)}: rebuild it with that version"
            : null;
    }

    private static string? Components(PluginMetadata metadata)
    {
        if (metadata.Components.Length == 0) return "holds no component: mark a class with [Component(\"name\")]";
        return metadata.Components.FirstOrDefault(component => !ComponentName().IsMatch(component.Name)) is { } misnamed
            ? $"{misnamed.ClassName}: '{misnamed.Name}' cannot name a component: "
                + "use lower-case words joined by hyphens, such as 'exact-match'"
            : null;
    }

    private static string? Missing(PluginFiles files)
    {
        if (files.Missing.IsEmpty) return null;
        var names = string.Join(", ", files.Missing.Select(name => $"{name.Name} {name.Version?.ToString(3)}"));
        return $"needs {names}, not found beside it: set <EnableDynamicLoading>true</EnableDynamicLoading> in its project and build again";
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex ComponentName();
}
