using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Agro.Engine.Plugins;
using Microsoft.CodeAnalysis;

namespace Agro.Engine.Hooks;

/// <summary>
/// Finds what <c>#r</c> names: a DLL beside the script, or a framework assembly by its name. Nothing else is ever added to a
/// compilation.
/// </summary>
/// <param name="folder">The folder of the script.</param>
/// <param name="reader">Reads the files.</param>
internal sealed class ScriptReferenceResolver(string folder, FileReader reader) : MetadataReferenceResolver
{
    private readonly SortedSet<string> files = new(StringComparer.Ordinal);

    /// <summary>The DLLs that were found, and what was looked for and is not there; absolute.</summary>
    public IReadOnlyCollection<string> Files => files;

    public override bool ResolveMissingAssemblies => false;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        var from = baseFilePath is null ? folder : Path.GetDirectoryName(baseFilePath) ?? folder;
        var file = Path.GetFullPath(Path.Combine(from, reference));
        if (!File.Exists(file) && SharedAssemblies.FrameworkFile(reference) is { } framework)
        {
            return [MetadataReference.CreateFromImage(File.ReadAllBytes(framework), properties, filePath: framework)];
        }

        files.Add(file);
        return File.Exists(file) ? [MetadataReference.CreateFromImage(reader.Read(file), properties, filePath: file)] : [];
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
