using System.Collections.Immutable;
using Agro.Engine.Recipes.Binding;

namespace Agro.Engine.Recipes;

/// <summary>The plugins of a run. A list stands for <see cref="Load"/>.</summary>
[Shorthand(nameof(Load))]
public sealed record PluginsSection
{
    /// <summary>Plugins to load: DLLs, or folders with a DLL of the same name.</summary>
    public ImmutableArray<PluginReference> Load { get; init; } = [];

    /// <summary>How newer versions take the place of the ones in use while a run goes on.</summary>
    public SwapSection Swap { get; init; } = new();
}
