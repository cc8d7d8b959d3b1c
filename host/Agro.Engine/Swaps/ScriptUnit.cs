using Agro.Engine.Hooks;
using Agro.Engine.Plugins;
using Agro.Engine.Runs;

namespace Agro.Engine.Swaps;

/// <summary>A <c>.csx</c> hook. Loading it runs its top level, which is what can be tried of it before it is used.</summary>
/// <param name="slot">The slot that it fills.</param>
/// <param name="files">Its files on disk.</param>
internal sealed class ScriptUnit(RunSlot slot, ScriptWatchFiles files) : SwapUnit(slot.Script!.Script!, [slot])
{
    /// <summary>What the version that the run started with is: its hook is in the slot.</summary>
    /// <param name="slot">The slot.</param>
    public static UnitVersion Started(RunSlot slot) => Version(slot, slot.Slot.Current);

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Files() => files.Files;

    /// <inheritdoc/>
    public override string HashNow() => files.Hash();

    /// <inheritdoc/>
    public override UnitVersion Load(RetiredContexts retired, CancellationToken cancellationToken)
    {
        try
        {
            var version = RunComponents.Version(Slots[0].Script!, cancellationToken);
            files.Compiled(null);
            return Version(Slots[0], version);
        }
        catch (ScriptFaultException fault)
        {
            files.Compiled(fault);
            throw;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<SlotChange> Another(UnitVersion version) => [];

    private static UnitVersion Version(RunSlot slot, ComponentVersion version) =>
        new(version.Origin, [new(slot.Slot, version)], ((ScriptHook)version.Component).Retire);
}
