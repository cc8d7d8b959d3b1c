namespace Agro.Engine.Plugins;

/// <summary>A slot and the version that is to take it.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Next">The version.</param>
public sealed record SlotChange(ComponentSlot Slot, ComponentVersion Next);

/// <summary>Puts other versions of components into their slots: all of them or none.</summary>
public static class ComponentExchange
{
    /// <summary>
    /// Hands each new version the state of the one in its slot and, once all have taken it, puts them there. Those that were there are
    /// left as they are: whoever exchanges disposes them when they are not wanted back.
    /// </summary>
    /// <param name="changes">The slots with their new versions.</param>
    /// <returns>What a person should know about it, a line each.</returns>
    /// <exception cref="PluginException">A state could not be saved or was refused: every slot is as it was.</exception>
    public static IReadOnlyList<string> Apply(IReadOnlyList<SlotChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        List<string> notices = [];
        foreach (var (slot, next) in changes)
        {
            if (slot.Current.SaveState() is { } state && !next.LoadState(state))
                notices.Add($"{slot.Path}: its new version takes no state, so that of the old one is lost");
        }

        foreach (var (slot, next) in changes) slot.Put(next);
        return notices;
    }
}
