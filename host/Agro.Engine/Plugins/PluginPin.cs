using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Agro.Engine.Plugins;

/// <summary>Holds plugins to the versions that they are pinned to.</summary>
internal static class PluginPin
{
    /// <summary>The plugins of a place.</summary>
    /// <exception cref="InputException">There is none, or a pin is for several.</exception>
    public static IEnumerable<(PluginMetadata Plugin, PluginSource Source)> PluginsOf(PluginSource source)
    {
        var found = PluginDiscovery.At(source.Path);
        if (source.Sha256 is not null && found.Count > 1)
        {
            var names = string.Join(", ", found.Select(plugin => Path.GetFileName(plugin.Path)));
            throw source.Fault($"{DisplayPath.Of(source.Path)} holds {found.Count} plugins ({names}), and sha256 pins one: name each DLL");
        }

        return found.Select(plugin => (plugin, source));
    }

    /// <summary>Refuses another version than the pinned one.</summary>
    /// <param name="plugin">The DLL.</param>
    /// <param name="hash">The hash of all of the plugin's files.</param>
    /// <param name="pins">What it is pinned to; all of it must hold.</param>
    /// <exception cref="InputException">It is another version.</exception>
    public static void Check(string plugin, string hash, ImmutableArray<PluginSource> pins)
    {
        if (pins.IsEmpty) return;
        var ofFile = Convert.ToHexStringLower(SHA256.HashData(FileBytes.Of(plugin)));
        foreach (var pin in pins)
        {
            var pinned = pin.Sha256!.ToLowerInvariant();
            if (pinned == ofFile || pinned == hash) continue;
            throw pin.Fault($"{DisplayPath.Of(plugin)} is not the version that is pinned: found {ofFile} (the DLL) and {hash} "
                + $"(all files of the plugin), must be {pinned}");
        }
    }
}
