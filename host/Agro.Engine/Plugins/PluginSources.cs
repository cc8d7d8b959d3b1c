namespace Agro.Engine.Plugins;

/// <summary>Where plugins come from.</summary>
public sealed record PluginSources
{
    /// <summary>The plugins that come with the host, each as NAME/NAME.dll of this folder. None when it is absent.</summary>
    public string? BuiltInFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>
    /// The recipe's <c>plugins:</c> and the command line's <c>--plugins</c>. They win over plugins that come with the host.
    /// </summary>
    public IReadOnlyList<PluginSource> Paths { get; init; } = [];
}
