using System.Collections.Immutable;
using Agro.Engine.Plugins;
using Microsoft.CodeAnalysis;

namespace Agro.Engine.Hooks;

/// <summary>
/// Finds what <c>#r</c> names: a DLL beside the script, or a framework assembly by its name. Nothing else is ever added to a
/// compilation.
/// </summary>
/// <param name="folder">The folder of the script.</param>
internal sealed class ScriptReferenceResolver(string folder) : MetadataReferenceResolver
{
    private readonly SortedSet<string> files = new(StringComparer.Ordinal);

    /// <summary>The DLLs that were found; absolute.</summary>
    public IReadOnlyCollection<string> Files => files;

    public override bool ResolveMissingAssemblies => false;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        var from = baseFilePath is null ? folder : Path.GetDirectoryName(baseFilePath) ?? folder;
        var file = Path.GetFullPath(Path.Combine(from, reference));
        if (!File.Exists(file))
        {
            return SharedAssemblies.FrameworkFile(reference) is { } framework ? [Read(framework, properties)] : [];
        }

        files.Add(file);
        return [Read(file, properties)];
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => folder.GetHashCode(StringComparison.Ordinal);

    /// <summary>Reads the bytes, so that the file is not locked.</summary>
    private static PortableExecutableReference Read(string file, MetadataReferenceProperties properties) =>
        MetadataReference.CreateFromImage(File.ReadAllBytes(file), properties, filePath: file);
}
