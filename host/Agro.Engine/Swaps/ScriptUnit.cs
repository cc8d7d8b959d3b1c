using Agro.Engine.Hooks;
using Agro.Engine.Plugins;
using Agro.Engine.Runs;

namespace Agro.Engine.Swaps;

/// <summary>A <c>.csx</c> hook. Loading it runs its top level, which is what can be tried of it before it is used.</summary>
/// <param name="slot">The slot that it fills.</param>
internal sealed class ScriptUnit(RunSlot slot) : SwapUnit(slot.Script!.Script!, [slot])
{
    private static readonly TimeSpan LongestTopLevel = TimeSpan.FromSeconds(30);

    /// <summary>What the version that does not compile is made of; it may be mended in a file that the one in use has not.</summary>
    private IReadOnlyList<string>? _faulty;

    /// <summary>What the version that the run started with is: its hook is in the slot.</summary>
    /// <param name="slot">The slot.</param>
    public static UnitVersion Started(RunSlot slot) => Version(slot, slot.Slot.Current);

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Files() => FileList();

    /// <inheritdoc/>
    public override string HashNow() => ScriptFiles.Hash(FileList());

    private IReadOnlyList<string> FileList() => _faulty ?? ((ScriptHook)InUse.Parts[0].Next.Component).Files;

    /// <inheritdoc/>
    public override UnitVersion Load(RetiredContexts retired, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestTopLevel);
        try
        {
            var script = ScriptHook.LoadAsync(Path, limit.Token).GetAwaiter().GetResult();
            _faulty = null;
            return Version(Slots[0], RunComponents.Version(script));
        }
        catch (ScriptFaultException fault)
        {
            _faulty = fault.Files;
            throw;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AgroException($"{Name}: its top level took longer than {LongestTopLevel.TotalSeconds:0} s");
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<SlotChange> Another(UnitVersion version) => [];

    private static UnitVersion Version(RunSlot slot, ComponentVersion version) =>
        new(version.Origin, [new(slot.Slot, version)], ((ScriptHook)version.Component).Retire);
}
