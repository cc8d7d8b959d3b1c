using System.Runtime.Loader;

namespace Agro.Engine.Plugins;

/// <summary>
/// Watches load contexts that were unloaded. Unloading is a request: memory is freed once nothing refers to the plugin's types any
/// more, and only a collection can tell. Collections are never forced: one costs a training step more than a leaked plugin does.
/// </summary>
public sealed class RetiredContexts
{
    /// <summary>How many full collections a context may outlive before it is called leaked.</summary>
    public const int Patience = 3;

    private readonly List<Retired> waiting = [];

    /// <summary>Asks a context to unload and watches it.</summary>
    /// <param name="name">The plugin or script, as messages show it.</param>
    /// <param name="context">Its context; held weakly.</param>
    public void Unload(string name, AssemblyLoadContext context)
    {
        waiting.Add(new Retired(name, new WeakReference(context), GC.CollectionCount(GC.MaxGeneration)));
        context.Unload();
    }

    /// <summary>How many contexts are still in memory.</summary>
    public int Alive => waiting.Count(retired => retired.Context.IsAlive);

    /// <summary>Looks which contexts should be gone and are not. Cheap: called at every step boundary.</summary>
    /// <returns>A warning for each leaked context, given once.</returns>
    public IReadOnlyList<string> Check()
    {
        waiting.RemoveAll(retired => !retired.Context.IsAlive);
        var collections = GC.CollectionCount(GC.MaxGeneration);
        var leaked = waiting.FindAll(retired => collections - retired.Collections >= Patience);
        waiting.RemoveAll(leaked.Contains);
        return [.. leaked.Select(retired =>
            $"{retired.Name}: its old version is still in memory after {Patience} full collections: something holds one of its "
            + "objects, most often a static event handler, a running task or timer, or JsonSerializer on one of its types")];
    }

    private sealed record Retired(string Name, WeakReference Context, int Collections);
}
