using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Agro.Engine.Hooks.Packages;
using Agro.Engine.Plugins;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agro.Engine.Hooks;

/// <summary>
/// Finds what <c>#r</c> names: a DLL beside the script, a restored package, or a framework assembly by its name. What DLLs and packages
/// need is added by itself; nothing else ever is.
/// </summary>
/// <param name="folder">The folder of the script.</param>
/// <param name="reader">Reads the files.</param>
/// <param name="packages">Restored packages.</param>
internal sealed class ScriptReferenceResolver(string folder, FileReader reader, PackageFolder packages) : MetadataReferenceResolver
{
    private readonly Dictionary<string, PortableExecutableReference> known = new(StringComparer.Ordinal);

    /// <summary>What the script names and is there.</summary>
    public ScriptReferenceNames Names { get; private set; } = new([], []);

    /// <summary>The DLLs that the script may load.</summary>
    public ImmutableArray<ScriptLibrary> Libraries { get; private set; } = [];

    /// <summary>Files that the script names and that are not there; absolute.</summary>
    public SortedSet<string> Missing { get; } = new(StringComparer.Ordinal);

    public override bool ResolveMissingAssemblies => false;

    /// <summary>Finds what the script and all that it loads name.</summary>
    /// <param name="trees">Their syntax trees.</param>
    /// <returns>What to add to the compilation.</returns>
    /// <exception cref="PackageException">A package cannot be had.</exception>
    public IEnumerable<MetadataReference> Find(IEnumerable<SyntaxTree> trees)
    {
        var named = (from tree in trees from directive in DirectivesOf(tree) select (directive.File.ValueText, tree.FilePath)).ToList();
        string[] wanted = [.. named.Where(name => PackageRequest.IsOne(name.ValueText)).Select(name => name.ValueText).Distinct()];
        string[] files = [.. named.Where(name => !PackageRequest.IsOne(name.ValueText))
            .Select(name => FileOf(name.ValueText, name.FilePath)).Where(File.Exists).Distinct().Order(StringComparer.Ordinal)];
        Names = new([.. files], [.. wanted]);
        Libraries = ScriptLibrary.Closure([.. files, .. PackageResolver.Resolve(wanted, packages)], reader);
        foreach (var library in Libraries) known[library.File.Path] = Refer(library.File.Path, library.Content);
        var framework = Libraries.SelectMany(library => library.Needs).Distinct().Where(SharedAssemblies.IsFramework).Select(ScriptReferences.OfFramework);
        return [.. known.Values, .. framework.Except(ScriptReferences.All)];
    }

    /// <summary>The <c>#r</c> directives of a syntax tree; the compiler heeds those too that the preprocessor switches off.</summary>
    public static IEnumerable<ReferenceDirectiveTriviaSyntax> DirectivesOf(SyntaxTree tree) =>
        ((CompilationUnitSyntax)tree.GetRoot()).GetReferenceDirectives();

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        // What packages bring has been added; this only says that they were found.
        if (PackageRequest.IsOne(reference)) return [ScriptReferences.Contract];
        var file = FileOf(reference, baseFilePath);
        if (known.TryGetValue(file, out var library)) return [library];
        if (File.Exists(file)) return [Refer(file, reader.Read(file))];
        if (SharedAssemblies.IsFramework(reference)) return [ScriptReferences.OfFramework(reference)];
        Missing.Add(file);
        return [];
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    private string FileOf(string reference, string? baseFilePath) =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(baseFilePath) ?? folder, reference));

    private static PortableExecutableReference Refer(string file, byte[] content) => MetadataReference.CreateFromImage(content, filePath: file);
}
