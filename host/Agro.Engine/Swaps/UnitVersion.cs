using Agro.Engine.Plugins;

namespace Agro.Engine.Swaps;

/// <summary>
/// One version of what is exchanged as a whole: the components that the run uses of a plugin, or a script, with the load context that
/// they live in.
/// </summary>
/// <param name="origin">Where it comes from.</param>
/// <param name="parts">Its components and the slots that they are for.</param>
/// <param name="unload">Asks its context to unload.</param>
internal sealed class UnitVersion(ComponentOrigin origin, IReadOnlyList<SlotChange> parts, Action<RetiredContexts> unload)
{
    /// <summary>Where it comes from.</summary>
    public ComponentOrigin Origin => origin;

    /// <summary>The hash of its files.</summary>
    public string Hash => origin.Hash;

    /// <summary>Its components and the slots that they are for.</summary>
    public IReadOnlyList<SlotChange> Parts => parts;

    /// <summary>The plugin; null for a script.</summary>
    public LoadedPlugin? Plugin { get; init; }

    /// <summary>Disposes the components, which are in no slot any more, and lets go of the context.</summary>
    /// <param name="retired">Watches that it leaves memory.</param>
    /// <returns>What the components threw at going.</returns>
    public IReadOnlyList<string> Discard(RetiredContexts retired)
    {
        var faults = parts.Select(part => part.Next.Dispose()?.Message).OfType<string>().ToList();
        unload(retired);
        return faults;
    }

    /// <summary>Puts its components into their slots as they are.</summary>
    public void PutBack()
    {
        foreach (var (slot, version) in parts) slot.Put(version);
    }
}
