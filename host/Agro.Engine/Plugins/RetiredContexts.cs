using System.Diagnostics;
using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.Loader;

namespace Agro.Engine.Plugins;

/// <summary>
/// Watches load contexts that were unloaded. Unloading is a request: memory is freed once nothing refers to the plugin's types any
/// more, and only a collection can tell. Collections are asked for in the background, never waited for: a blocking one costs a training
/// step more than a leaked plugin does. Safe to call from several threads.
/// </summary>
/// <param name="grace">
/// How long a context may stay in any case: collections may follow each other faster than idle threads let go of their last call.
/// </param>
public sealed class RetiredContexts(TimeSpan grace = default)
{
    /// <summary>How many full collections a context may outlive before it is called leaked.</summary>
    public const int Patience = 5;

    private readonly Lock gate = new();
    private readonly List<Retired> waiting = [];
    private int asked = -1;
    private bool cleared;

    /// <summary>Asks a context to unload and watches it.</summary>
    /// <param name="name">The plugin or script, as messages show it.</param>
    /// <param name="context">Its context; held weakly.</param>
    /// <param name="suspects">What of it is known to keep contexts in memory, for the warning.</param>
    public void Unload(string name, AssemblyLoadContext context, IReadOnlyList<string>? suspects = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        lock (gate) waiting.Add(new Retired(name, new WeakReference(context), GC.CollectionCount(GC.MaxGeneration), Stopwatch.GetTimestamp(), suspects ?? []));
        context.Unload();
    }

    /// <summary>How many contexts are still in memory.</summary>
    public int Alive
    {
        get
        {
            lock (gate) return waiting.Count(retired => retired.Context.IsAlive);
        }
    }

    /// <summary>
    /// Asks for a full collection in the background if contexts are waiting for one; training hardly ever causes one itself, because
    /// its memory is native. Called now and then by a thread that is not training.
    /// </summary>
    public void Collect()
    {
        lock (gate)
        {
            waiting.RemoveAll(retired => !retired.Context.IsAlive);
            var collections = GC.CollectionCount(GC.MaxGeneration);
            if (waiting.Count == 0 || asked == collections) return;
            asked = collections;
            // The framework's own caches by type, of JsonSerializer and others, are emptied once before a context is called leaked.
            if (!cleared && waiting.Exists(retired => collections - retired.Collections >= Patience - 1)) ClearCaches();
            cleared = waiting.Exists(retired => collections - retired.Collections >= Patience - 1);
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
    }

    /// <summary>Looks which contexts should be gone and are not. Cheap: called at every step boundary.</summary>
    /// <returns>A warning for each leaked context, given once.</returns>
    public IReadOnlyList<string> Check()
    {
        lock (gate)
        {
            waiting.RemoveAll(retired => !retired.Context.IsAlive);
            var collections = GC.CollectionCount(GC.MaxGeneration);
            var leaked = waiting.FindAll(retired => collections - retired.Collections >= Patience && Stopwatch.GetElapsedTime(retired.At) >= grace);
            waiting.RemoveAll(leaked.Contains);
            return [.. leaked.Select(Warning)];
        }
    }

    private static string Warning(Retired retired)
    {
        var known = retired.Suspects.Count > 0
            ? $"its code uses {string.Join(", ", retired.Suspects)}, which may hold one of its objects"
            : "something holds one of its objects, most often a static event handler, a running task or timer, or JsonSerializer on one of its types";
        return $"{retired.Name}: its old version is still in memory after {Patience} full collections: {known}. "
            + "That costs some 100 KB for each exchange; the run is not harmed otherwise";
    }

    /// <summary>
    /// Calls what the framework offers to hot reload for the same purpose: handlers that empty caches keyed by types. They know the
    /// serializers' static options, which keep every type that they have seen.
    /// </summary>
    private static void ClearCaches()
    {
        foreach (var handler in AssemblyLoadContext.Default.Assemblies
            .SelectMany(assembly => assembly.GetCustomAttributes<MetadataUpdateHandlerAttribute>())
            .Select(attribute => attribute.HandlerType.GetMethod(
                "ClearCache", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [typeof(Type[])])))
        {
            handler?.Invoke(null, [null]);
        }
    }

    private sealed record Retired(string Name, WeakReference Context, int Collections, long At, IReadOnlyList<string> Suspects);
}
