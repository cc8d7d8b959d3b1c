using System.Collections.Immutable;
using System.Text;
using Agro.Engine.Plugins;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Agro.Engine.Hooks;

/// <summary>Runs Roslyn over one script. Apart from the compiler's own parts, nothing else mentions Roslyn's types.</summary>
internal sealed class ScriptCompilation
{
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    private readonly string path;
    private readonly FileReader reader;
    private readonly ScriptSourceResolver sources;
    private readonly ScriptReferenceResolver references;

    private ScriptCompilation(string path, FileReader reader)
    {
        (this.path, this.reader) = (path, reader);
        var folder = Path.GetDirectoryName(path)!;
        (sources, references) = (new(folder, reader), new(folder, reader));
    }

    /// <summary>Compiles a script.</summary>
    /// <param name="path">The script; absolute.</param>
    /// <param name="reader">Reads it and what it names.</param>
    /// <exception cref="ScriptFaultException">It does not compile.</exception>
    public static CompiledScript Compile(string path, FileReader reader) => new ScriptCompilation(path, reader).Compile();

    private CompiledScript Compile()
    {
        // Debug, because optimized code reports exceptions a line off; a hook runs a few times a step.
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: ScriptReferences.Usings)
            .WithOptimizationLevel(OptimizationLevel.Debug)
            .WithSourceReferenceResolver(sources)
            .WithMetadataReferenceResolver(references);
        var compilation = CSharpCompilation.CreateScriptCompilation(
            $"hook-{Path.GetFileNameWithoutExtension(path)}", Parse(),
            ScriptReferences.All, options, previousScriptCompilation: null, typeof(object), typeof(HookScript));
        if (ScriptDiagnostics.Errors(compilation) is { Count: > 0 } errors) throw Fault(string.Join('\n', errors));
        var entry = compilation.GetEntryPoint(CancellationToken.None)!;
        var (image, symbols) = Emit(compilation);
        return new CompiledScript(path, image, symbols, entry.ContainingType.MetadataName, entry.MetadataName)
        {
            Sources = Sources(),
            References = References(),
        };
    }

    private ImmutableArray<ScriptFile> Sources() => [reader.FileOf(path), .. sources.Files.Where(file => file != path).Select(reader.FileOf)];

    private ImmutableArray<ScriptFile> References() => [.. references.Files.Select(reader.FileOf)];

    private ScriptFaultException Fault(string message) => new(message, [.. Sources(), .. References()]);

    private CSharpSyntaxTree Parse()
    {
        using var stream = new MemoryStream(reader.Read(path), writable: false);
        var source = SourceText.From(stream, Encoding.UTF8);
        var tree = (CSharpSyntaxTree)CSharpSyntaxTree.ParseText(source, Parsing, path);
        if (tree.GetCompilationUnitRoot().Members.Count > 0) return tree;
        // All commented out, it does nothing, which is no mistake; but of no statement at all Roslyn makes no assembly, without a word.
        var end = new TextChange(new TextSpan(source.Length, 0), "\n;");
        return (CSharpSyntaxTree)CSharpSyntaxTree.ParseText(source.WithChanges(end), Parsing, path);
    }

    private (ImmutableArray<byte> Image, ImmutableArray<byte> Symbols) Emit(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        if (!result.Success)
        {
            var errors = result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            throw Fault($"{DisplayPath.Of(path)}: {string.Join('\n', errors)}");
        }

        return ([.. image.ToArray()], [.. symbols.ToArray()]);
    }
}
