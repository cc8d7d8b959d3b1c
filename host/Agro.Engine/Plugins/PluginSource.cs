namespace Agro.Engine.Plugins;

/// <summary>A place that plugins are loaded from.</summary>
/// <param name="Path">A DLL, or a folder with plugins (any <c>*.dll</c> with components, and NAME/NAME.dll).</param>
public sealed record PluginSource(string Path)
{
    /// <summary>
    /// The SHA-256 that the plugin must have, in hexadecimal: of the DLL, or of all of its files as <see cref="LoadedPlugin.Hash"/>
    /// is. Null when any version will do.
    /// </summary>
    public string? Sha256 { get; init; }

    /// <summary>Says what is wrong with the pin, at its place where it has one.</summary>
    public Func<string, InputException> Fault { get; init; } = message => new InputException(message);

    /// <summary>A place of any version.</summary>
    /// <param name="path">A DLL or a folder.</param>
    public static implicit operator PluginSource(string path) => FromString(path);

    /// <summary>A place of any version.</summary>
    /// <param name="path">A DLL or a folder.</param>
    /// <returns>The place.</returns>
    public static PluginSource FromString(string path) => new(path);
}
