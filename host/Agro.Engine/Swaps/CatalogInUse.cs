using Agro.Engine.Plugins;

namespace Agro.Engine.Swaps;

/// <summary>
/// The plugins of a run as they are now. Nothing else may hold a catalog while the run goes on: it would keep every version in memory
/// that it names.
/// </summary>
/// <param name="first">The plugins that the run started with.</param>
internal sealed class CatalogInUse(PluginCatalog first)
{
    private volatile PluginCatalog current = first;

    /// <summary>The plugins.</summary>
    public PluginCatalog Current
    {
        get => current;
        set => current = value;
    }
}
