using System.Collections.Immutable;

namespace Agro.Engine.Hooks;

/// <summary>A script that cannot be read or does not compile.</summary>
/// <param name="message">All its errors, a line each.</param>
/// <param name="files">What was read or looked for: the script, then the others by name.</param>
internal sealed class ScriptFaultException(string message, IReadOnlyList<ScriptFile> files) : InputException(message)
{
    /// <summary>The files that may mend it, the script first; absolute. One may not be there.</summary>
    public ImmutableArray<string> Files { get; } = [.. files.Select(file => file.Path)];

    /// <summary>The hash of what does not compile: trying again is of no use before <see cref="ScriptFiles.Hash(IReadOnlyList{string})"/> differs.</summary>
    public string Hash { get; } = ScriptFiles.Hash(files);
}
