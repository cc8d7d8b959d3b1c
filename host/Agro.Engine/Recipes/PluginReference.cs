using System.ComponentModel.DataAnnotations;
using Agro.Engine.Recipes.Binding;

namespace Agro.Engine.Recipes;

/// <summary>A place that plugins are loaded from. A path stands for <see cref="Path"/>.</summary>
[Shorthand(nameof(Path))]
public sealed record PluginReference
{
    /// <summary>A DLL, or a folder with a DLL of the same name.</summary>
    [PathOption]
    public required string Path { get; init; }

    /// <summary>
    /// Pins the plugin to one version: the SHA-256 of the DLL as sha256sum prints it, or that of all of the plugin's files as
    /// agro-host list --json shows it, which its dependencies are part of. Nothing else is loaded, and a pinned plugin is never exchanged.
    /// </summary>
    [RegularExpression("[0-9A-Fa-f]{64}", ErrorMessage = "must be the 64 hexadecimal digits of a SHA-256")]
    public string? Sha256 { get; init; }
}
