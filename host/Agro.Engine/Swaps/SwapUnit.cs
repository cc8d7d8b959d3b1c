using System.Collections.Concurrent;
using Agro.Engine.Plugins;
using Agro.Engine.Runs;

namespace Agro.Engine.Swaps;

/// <summary>
/// What is exchanged as a whole while a run goes on: a plugin with the components that the run uses of it, or a script. Its versions are
/// loaded beside each other; the thread that runs the steps says which one is in use.
/// </summary>
/// <param name="path">The DLL or script, absolute.</param>
/// <param name="slots">The slots that it fills.</param>
internal abstract class SwapUnit(string path, IReadOnlyList<RunSlot> slots)
{
    /// <summary>The DLL or script, absolute.</summary>
    public string Path => path;

    /// <summary>The DLL or script, as messages show it.</summary>
    public string Name { get; } = DisplayPath.Of(path);

    /// <summary>The slots that it fills.</summary>
    public IReadOnlyList<RunSlot> Slots => slots;

    /// <summary>The version in use. Set by the thread that runs the steps.</summary>
    public required UnitVersion InUse { get; set; }

    /// <summary>The version before the exchange that is on probation; null when none is.</summary>
    public Probation? Probation { get; set; }

    /// <summary>Versions that failed in use: they are not used again.</summary>
    public ConcurrentDictionary<string, bool> Quarantine { get; } = [];

    /// <summary>Why it may not change while the run goes on; null when it may.</summary>
    public virtual string? Pinned => null;

    /// <summary>Looks whether its files have changed.</summary>
    public required FileSetWatch Watch { get; init; }

    /// <summary>The files that make the version that lies on disk now, for keeping them.</summary>
    public abstract IReadOnlyCollection<string> Files();

    /// <summary>The hash of these files.</summary>
    /// <exception cref="InputException">They cannot be read.</exception>
    /// <exception cref="IOException">They cannot be read.</exception>
    public abstract string HashNow();

    /// <summary>Loads the version that lies on disk now beside the one in use, and makes its components.</summary>
    /// <param name="retired">Takes what was loaded in vain.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="AgroException">It cannot take the place of the one in use; the message says why.</exception>
    public abstract UnitVersion Load(RetiredContexts retired, CancellationToken cancellationToken);

    /// <summary>Makes another instance of each component that is tried before it is used.</summary>
    /// <param name="version">A version of this unit.</param>
    /// <exception cref="AgroException">A constructor threw.</exception>
    public abstract IReadOnlyList<SlotChange> Another(UnitVersion version);

    /// <summary>Takes note that a version is in use from now on.</summary>
    /// <param name="version">The version.</param>
    public virtual void Use(UnitVersion version)
    {
        InUse = version;
        Watch.Use(version.Hash);
    }
}
