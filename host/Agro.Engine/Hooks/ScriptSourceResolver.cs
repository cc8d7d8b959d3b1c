using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Agro.Engine.Hooks;

/// <summary>Finds what <c>#load</c> names, from the folder of the script that says it.</summary>
/// <param name="folder">The folder of the script.</param>
/// <param name="reader">Reads the files.</param>
internal sealed class ScriptSourceResolver(string folder, FileReader reader) : SourceFileResolver(ImmutableArray<string>.Empty, folder)
{
    private readonly SortedSet<string> files = new(StringComparer.Ordinal);

    /// <summary>What was found, and what was looked for and is not there; absolute.</summary>
    public IReadOnlyCollection<string> Files => files;

    public override string? ResolveReference(string path, string? baseFilePath)
    {
        var found = base.ResolveReference(path, baseFilePath);
        files.Add(found ?? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(baseFilePath) ?? BaseDirectory!, path)));
        return found;
    }

    public override Stream OpenRead(string resolvedPath) => new MemoryStream(reader.Read(resolvedPath), writable: false);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
