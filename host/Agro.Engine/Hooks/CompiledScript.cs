using System.Collections.Immutable;

namespace Agro.Engine.Hooks;

/// <summary>A compiled script: bytes and text only.</summary>
/// <param name="Path">The script; absolute.</param>
/// <param name="Image">The assembly.</param>
/// <param name="Symbols">Its portable PDB.</param>
/// <param name="EntryType">The type that holds the script.</param>
/// <param name="EntryMethod">The method of it that runs the script.</param>
internal sealed record CompiledScript(
    string Path, ImmutableArray<byte> Image, ImmutableArray<byte> Symbols, string EntryType, string EntryMethod)
{
    /// <summary>The script, then all that it loads with <c>#load</c>.</summary>
    public required ImmutableArray<ScriptFile> Sources { get; init; }

    /// <summary>The DLLs that it names with <c>#r</c>.</summary>
    public required ImmutableArray<ScriptFile> References { get; init; }

    /// <summary>All that it is made of.</summary>
    public ImmutableArray<ScriptFile> Files => [.. Sources, .. References];
}
