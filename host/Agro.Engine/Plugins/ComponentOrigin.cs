namespace Agro.Engine.Plugins;

/// <summary>Where a version of a component comes from: text only, so that it may outlive the plugin.</summary>
/// <param name="Name">The component's name in recipes; of a script, its path as messages show it.</param>
/// <param name="Path">The DLL or script, absolute.</param>
/// <param name="Version">The plugin's version, as its assembly says; empty for a script.</param>
/// <param name="Hash">The SHA-256 of the files that decide what it does, in lower-case hexadecimal.</param>
public sealed record ComponentOrigin(string Name, string Path, string Version, string Hash)
{
    private const int HashShown = 8;

    /// <summary>The DLL or script, as messages show it.</summary>
    public string Plugin => DisplayPath.Of(Path);

    /// <summary>Version and the start of the hash, for a person.</summary>
    public string Label => LabelOf(Version, Hash);

    /// <summary>Says where a component comes from.</summary>
    /// <param name="description">The component.</param>
    public static ComponentOrigin Of(ComponentDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return new(description.Name, description.PluginPath, description.PluginVersion, description.PluginHash);
    }

    /// <summary>Shortens a version, without the commit that a build puts after a plus, and a hash.</summary>
    /// <param name="version">The version; may be empty.</param>
    /// <param name="hash">The hash.</param>
    public static string LabelOf(string version, string hash)
    {
        var start = hash[..Math.Min(HashShown, hash.Length)];
        return version.Length == 0 ? start : $"{version.Split('+')[0]} {start}";
    }
}
