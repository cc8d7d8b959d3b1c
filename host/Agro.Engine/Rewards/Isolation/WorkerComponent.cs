using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Models.Native;

namespace Agro.Engine.Rewards.Isolation;

/// <summary>Makes the reward of a process.</summary>
internal static class WorkerComponent
{
    /// <summary>Loads the plugin and makes the component.</summary>
    /// <param name="start">What the host says of it.</param>
    /// <exception cref="InputException">The plugin cannot be loaded, or the component refuses its options.</exception>
    /// <exception cref="PluginException">The constructor threw.</exception>
    public static object Make(WorkerStart start)
    {
        var catalog = PluginCatalog.Load(new PluginSources { BuiltInFolder = null, Paths = [start.Plugin] });
        if (catalog.Plugins[0].UsesTorchSharp) LibTorch.Load(start.LibTorch);
        var description = catalog.Require(ComponentKind.Reward, start.Component);
        var options = start.Options.Length == 0 ? null : ComponentOptions.Bind(description, [], new OptionText(start.Component, start.Options));
        var component = ComponentFactory.Create<object>(description, options);
        if (start.State is { } state) ((IStateful)component).LoadState(state);
        return component;
    }
}
