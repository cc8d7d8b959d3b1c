using Agro.Engine.Hooks;
using Agro.Engine.Plugins;

namespace Agro.Engine.Swaps;

/// <summary>
/// The files of a script: those of the version in use, or of the last one that did not compile, which may be mended in a file that the
/// one in use has not.
/// </summary>
/// <param name="slot">Where the version in use is.</param>
internal sealed class ScriptWatchFiles(ComponentSlot slot)
{
    private volatile IReadOnlyList<string>? faulty;

    /// <summary>The files, absolute, in the order that decides the hash.</summary>
    public IReadOnlyList<string> Files => faulty ?? ((ScriptHook)slot.Component).Files;

    /// <summary>What a watch asks. A script says itself what is wrong with it, by being compiled.</summary>
    public WatchedFiles Watched => new(() => Files, Hash, () => null);

    /// <summary>The hash of the files as they are now.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    public string Hash() => ScriptFiles.Hash(Files);

    /// <summary>Takes note of what came of compiling them.</summary>
    /// <param name="fault">What is wrong; null when nothing is.</param>
    public void Compiled(ScriptFaultException? fault) => faulty = fault?.Files;
}
