using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins;

namespace Agro.Engine.Plugins;

/// <summary>
/// One version of one plugin, loaded into a context of its own. It never changes: newer files become another loaded plugin beside
/// it. Whoever holds it, or a description or component of it, keeps it in memory.
/// </summary>
public sealed class LoadedPlugin
{
    private readonly Assembly assembly;
    private readonly ImmutableArray<string> pinning;

    private LoadedPlugin(PluginMetadata metadata, PluginFiles files, PluginLoader loader, PluginStanding standing)
    {
        (Path, Version, Hash, Standing) = (metadata.Path, metadata.Version, files.Hash(), standing);
        RealPath = Plugins.RealPath.Of(Path);
        PluginPin.Check(Path, Hash, standing.Pins);
        pinning = metadata.Pinning;
        UsesTorchSharp = metadata.References.Any(reference => reference.Name == typeof(TorchSharp.torch).Assembly.GetName().Name);
        assembly = loader.LoadDefaultAssembly();
        // All of it now: the plugin may be built again while this version is in use.
        foreach (var dependency in files.Dependencies) loader.LoadAssembly(dependency);
        if (files.Hash() != Hash) throw new InputException($"{Name}: changed while it was being read: try again when its build is done");
        Components = ComponentReader.Read(assembly, metadata, Hash);
        ShipsHostAssemblies = [.. SharedAssemblies.Own.Where(name => File.Exists(System.IO.Path.Combine(files.Folder, name + ".dll")))];
    }

    /// <summary>The DLL, absolute.</summary>
    public string Path { get; }

    /// <summary>The DLL that it was read from, without links.</summary>
    public string RealPath { get; }

    /// <summary>The DLL, as messages show it.</summary>
    public string Name => DisplayPath.Of(Path);

    /// <summary>The informational version of its assembly.</summary>
    public string Version { get; }

    /// <summary>The SHA-256 of the files that decide what it does, in lower-case hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>Whether it comes with the host.</summary>
    public bool IsBuiltIn => Standing.IsBuiltIn;

    /// <summary>Whether the recipe pins it to one version; no other one can be loaded then.</summary>
    public bool IsPinned => !Standing.Pins.IsEmpty;

    /// <summary>The SHA-256 that the recipe pins it to, in lower-case hexadecimal; null when it may have any.</summary>
    public string? PinnedHash => IsPinned ? Standing.Pins[0].Sha256!.ToLowerInvariant() : null;

    /// <summary>Its components.</summary>
    public IReadOnlyList<ComponentDescription> Components { get; }

    /// <summary>Assemblies of the host of which it ships a copy; the copies are not used.</summary>
    internal ImmutableArray<string> ShipsHostAssemblies { get; }

    /// <summary>Whether it refers to TorchSharp, and so may need libtorch.</summary>
    internal bool UsesTorchSharp { get; }

    /// <summary>What holds for every version of it.</summary>
    internal PluginStanding Standing { get; }

    /// <summary>Its context.</summary>
    internal AssemblyLoadContext Context => AssemblyLoadContext.GetLoadContext(assembly)!;

    /// <summary>Checks and loads a plugin.</summary>
    /// <exception cref="InputException">It cannot be loaded.</exception>
    internal static LoadedPlugin Load(PluginMetadata metadata, PluginStanding standing)
    {
        var files = PluginFiles.Of(metadata);
        PluginChecks.Check(metadata, files);
        // One loader for each load, never its Reload(), which drops the old version first and forces a full collection.
        var loader = PluginLoader.CreateFromAssemblyFile(metadata.Path, Configure);
        try
        {
            return new LoadedPlugin(metadata, files, loader, standing);
        }
        catch (Exception exception) when (exception is not AgroException)
        {
            loader.Dispose();
            throw new InputException($"{DisplayPath.Of(metadata.Path)}: cannot be loaded: {PluginFault.Describe(exception)}");
        }
        catch (AgroException)
        {
            loader.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Asks the runtime to unload it. Call this once none of its components is used any more: what it has not loaded by then, it
    /// cannot load later.
    /// </summary>
    /// <param name="retired">Watches that it leaves memory.</param>
    public void Retire(RetiredContexts retired) => retired.Unload(Name, Context, pinning);

    private static void Configure(PluginConfig config)
    {
        config.IsUnloadable = true;
        config.LoadInMemory = true;
        config.EnableHotReload = false;
        config.PreferSharedTypes = false;
        // Not lazily, the loader would share all that TorchSharp refers to, and load it at once.
        config.IsLazyLoaded = true;
        foreach (var name in SharedAssemblies.Shared) config.SharedAssemblies.Add(name);
        foreach (var name in SharedAssemblies.NotShared) config.PrivateAssemblies.Add(name);
    }
}
