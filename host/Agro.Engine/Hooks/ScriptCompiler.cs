using System.Collections.Immutable;
using System.Text;
using Agro.Engine.Plugins;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Agro.Engine.Hooks;

/// <summary>
/// Compiles <c>.csx</c> hooks to bytes. Roslyn's script runner is not used: what it loads can never be unloaded.
/// </summary>
public static class ScriptCompiler
{
    private const string WarmUpSource =
        """OnStep(step => { if (step.Metrics.TryGetValue("reward", out var reward)) step.LogMetric("warm", reward); });""";

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>Pays for Roslyn's first compilation (1 to 2 s) on a background thread, while the models are loaded.</summary>
    /// <returns>A task that ends when the compiler is warm.</returns>
    public static Task WarmUp() => Task.Run(() => Compile(Path.GetFullPath("warm-up.csx"), SourceText.From(WarmUpSource, Encoding.UTF8)));

    /// <summary>Compiles a script.</summary>
    /// <param name="path">The script.</param>
    /// <returns>The assembly's bytes.</returns>
    /// <exception cref="InputException">The script cannot be read, or does not compile: all its errors, a line each.</exception>
    internal static CompiledScript Compile(string path)
    {
        path = Path.GetFullPath(path);
        if (Directory.Exists(path)) throw new InputException($"{DisplayPath.Of(path)}: is a folder; a hook is a C# script (.csx)");
        try
        {
            using var stream = File.OpenRead(path);
            return Compile(path, SourceText.From(stream, Encoding.UTF8));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var reason = exception is FileNotFoundException or DirectoryNotFoundException ? "no such script" : exception.Message;
            throw new InputException($"{DisplayPath.Of(path)}: {reason}", exception);
        }
    }

    private static CompiledScript Compile(string path, SourceText source)
    {
        var folder = Path.GetDirectoryName(path)!;
        var references = new ScriptReferenceResolver(folder);
        // Debug, because optimized code reports exceptions a line off; a hook runs a few times a step.
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: ScriptReferences.Usings)
            .WithOptimizationLevel(OptimizationLevel.Debug)
            .WithSourceReferenceResolver(new SourceFileResolver([], folder))
            .WithMetadataReferenceResolver(references);
        var compilation = CSharpCompilation.CreateScriptCompilation(
            $"hook-{Path.GetFileNameWithoutExtension(path)}", Parse(path, source),
            ScriptReferences.All, options, previousScriptCompilation: null, typeof(object), typeof(HookScript));
        if (ScriptDiagnostics.Errors(compilation) is { Count: > 0 } errors) throw new InputException(string.Join('\n', errors));
        var entry = compilation.GetEntryPoint(CancellationToken.None)!;
        var (image, symbols) = Emit(path, compilation);
        return new CompiledScript(path, image, symbols, entry.ContainingType.MetadataName, entry.MetadataName)
        {
            Sources = [.. compilation.SyntaxTrees.Select(tree => tree.FilePath)],
            References = [.. references.Files],
        };
    }

    private static CSharpSyntaxTree Parse(string path, SourceText source)
    {
        var tree = (CSharpSyntaxTree)CSharpSyntaxTree.ParseText(source, Parsing, path);
        if (tree.GetCompilationUnitRoot().Members.Count > 0) return tree;
        // All commented out, it does nothing, which is no mistake; but of no statement at all Roslyn makes no assembly, without a word.
        var end = new TextChange(new TextSpan(source.Length, 0), "\n;");
        return (CSharpSyntaxTree)CSharpSyntaxTree.ParseText(source.WithChanges(end), Parsing, path);
    }

    private static (ImmutableArray<byte> Image, ImmutableArray<byte> Symbols) Emit(string path, CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        if (!result.Success)
        {
            var errors = result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            throw new InputException($"{DisplayPath.Of(path)}: {string.Join('\n', errors)}");
        }

        return ([.. image.ToArray()], [.. symbols.ToArray()]);
    }
}
