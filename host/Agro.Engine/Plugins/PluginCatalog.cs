using System.Collections.Immutable;

namespace Agro.Engine.Plugins;

/// <summary>
/// The plugins of a run and their components. It never changes: <see cref="With"/> makes another one, so that whoever reads one
/// reference sees components that belong together.
/// </summary>
public sealed class PluginCatalog : IComponentCatalog
{
    private readonly ImmutableDictionary<(ComponentKind, string), ComponentDescription> byName;

    private PluginCatalog(ImmutableArray<LoadedPlugin> plugins)
    {
        Plugins = plugins;
        var notices = new List<string>();
        byName = Index(plugins, notices);
        Components = [.. byName.Values.OrderBy(component => component.Kind).ThenBy(component => component.Name, StringComparer.Ordinal)];
        Notices = [.. notices, .. plugins.Where(plugin => !plugin.IsBuiltIn).SelectMany(Places), .. plugins.SelectMany(Duplicates)];
    }

    /// <summary>The plugins: those that come with the host first.</summary>
    public ImmutableArray<LoadedPlugin> Plugins { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ComponentDescription> Components { get; }

    /// <summary>What a person should know: replaced components, files that are not used.</summary>
    public IReadOnlyList<string> Notices { get; }

    /// <summary>Finds, checks and loads plugins. None of their code runs.</summary>
    /// <param name="sources">Where they are.</param>
    /// <returns>The catalog.</returns>
    /// <exception cref="InputException">A plugin cannot be loaded, or two have a component of one name.</exception>
    public static PluginCatalog Load(PluginSources sources)
    {
        var given = sources.Paths.SelectMany(PluginPin.PluginsOf).ToLookup(named => RealPath.Of(named.Plugin.Path));
        var builtIn = PluginDiscovery.BuiltIn(sources.BuiltInFolder)
            .DistinctBy(metadata => RealPath.Of(metadata.Path))
            .ToDictionary(metadata => RealPath.Of(metadata.Path));
        return new PluginCatalog([
            .. builtIn.Select(own => LoadedPlugin.Load(own.Value, new(IsBuiltIn: true, PinsOf(given[own.Key])))),
            .. given.Where(one => !builtIn.ContainsKey(one.Key))
                .Select(one => LoadedPlugin.Load(one.First().Plugin, new(IsBuiltIn: false, PinsOf(one)))),
        ]);
    }

    /// <inheritdoc/>
    public ComponentDescription? Find(ComponentKind kind, string name) => byName.GetValueOrDefault((kind, name));

    /// <summary>
    /// Loads the present files of a plugin beside the version that is in use, which stays as it is. May be called off the training
    /// thread.
    /// </summary>
    /// <param name="path">The DLL of a plugin of this catalog.</param>
    /// <returns>The new version.</returns>
    /// <exception cref="InputException">The files cannot be loaded, or no plugin of the catalog comes from there.</exception>
    public LoadedPlugin Reload(string path)
    {
        path = Path.GetFullPath(path);
        var current = Plugins.FirstOrDefault(plugin => plugin.Path == path) ?? throw new InputException(
            $"{DisplayPath.Of(path)}: is not a plugin of this run: {string.Join(", ", Plugins.Select(plugin => plugin.Name))}");
        return LoadedPlugin.Load(PluginDiscovery.At(path)[0], current.Standing);
    }

    /// <summary>Makes a catalog in which a plugin's new version stands in the place of the one from the same DLL.</summary>
    /// <param name="plugin">The new version.</param>
    /// <returns>The other catalog.</returns>
    /// <exception cref="InputException">A component of it has the name of another plugin's.</exception>
    public PluginCatalog With(LoadedPlugin plugin) =>
        new([.. Plugins.Select(other => other.Path == plugin.Path ? plugin : other)]);

    private static ImmutableDictionary<(ComponentKind, string), ComponentDescription> Index(
        ImmutableArray<LoadedPlugin> plugins, List<string> notices)
    {
        var index = new Dictionary<(ComponentKind, string), (LoadedPlugin Plugin, ComponentDescription Component)>();
        foreach (var entry in plugins.SelectMany(plugin => plugin.Components.Select(component => (Plugin: plugin, Component: component))))
        {
            var key = (entry.Component.Kind, entry.Component.Name);
            if (index.TryGetValue(key, out var other)) notices.Add(Replaced(other, entry));
            index[key] = entry;
        }

        return index.ToImmutableDictionary(entry => entry.Key, entry => entry.Value.Component);
    }

    /// <summary>A user's component may stand in for the host's own; two of the same standing are a mistake.</summary>
    private static string Replaced(
        (LoadedPlugin Plugin, ComponentDescription Component) first, (LoadedPlugin Plugin, ComponentDescription Component) second)
    {
        var name = second.Component.Name;
        if (first.Plugin.IsBuiltIn != second.Plugin.IsBuiltIn)
        {
            return $"'{name}' comes from {second.Plugin.Name} instead of the host's own {Path.GetFileName(first.Plugin.Path)}";
        }

        throw new InputException($"'{name}' is the name of {first.Component.ComponentType.FullName} in {first.Plugin.Name} "
            + $"and of {second.Component.ComponentType.FullName} in {second.Plugin.Name}: "
            + "leave one of the plugins out, or rename one of the two");
    }

    private static ImmutableArray<PluginSource> PinsOf(IEnumerable<(PluginMetadata Plugin, PluginSource Source)> named) =>
        [.. named.Select(one => one.Source).Where(source => source.Sha256 is not null)];

    /// <summary>Whoever may change the files of a plugin decides what runs here: that is said where the path does not show it.</summary>
    private static IEnumerable<string> Places(LoadedPlugin plugin)
    {
        if (plugin.RealPath != plugin.Path) yield return $"{plugin.Name} is a link to {plugin.RealPath}";
        if (RealPath.IsRemote(plugin.RealPath)) yield return $"{plugin.Name} lies on another machine ({plugin.RealPath})";
    }

    private static IEnumerable<string> Duplicates(LoadedPlugin plugin) => plugin.ShipsHostAssemblies.Select(name =>
        $"{plugin.Name}: the copy of {name}.dll beside it is not used, the host's is: "
        + "refer to it with Private=\"false\" ExcludeAssets=\"runtime;native\"");
}
