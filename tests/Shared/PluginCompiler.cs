using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Agro.Tests;

/// <summary>Compiles plugin DLLs from source text, with their symbols.</summary>
internal static class PluginCompiler
{
    private const string Usings = """
        global using Agro; global using System; global using System.Collections.Generic; global using System.Linq;
        global using System.Threading; global using System.Threading.Tasks;
        """;

    /// <summary>The framework, the contract and TorchSharp, from wherever these tests have them.</summary>
    private static readonly ImmutableArray<MetadataReference> Host =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)
                || Path.GetFileName(path) is "netstandard.dll" or "Agro.Abstractions.dll" or "TorchSharp.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>A reward that gives a number.</summary>
    public static string Constant(string name, double value, string className = "Constant") =>
        Returning(name, value.ToString(System.Globalization.CultureInfo.InvariantCulture), className);

    /// <summary>A reward that gives the value of an expression.</summary>
    public static string Returning(string name, string expression, string className = "Constant") => $$"""
        [Component("{{name}}")]
        public sealed class {{className}} : IRewardFunction
        {
            public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken token) =>
                new(RewardResult.Of({{expression}}));
        }
        """;

    /// <summary>Compiles a DLL.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="source">Its source; errors and stack traces call it NAME.cs.</param>
    /// <param name="with">Other DLLs that it refers to.</param>
    /// <returns>The path.</returns>
    public static string Compile(string path, string source, params string[] with) =>
        Compile(path, source, [.. Host, .. with.Select(Refer)]);

    /// <summary>Compiles a DLL against a contract of another version, which is not there at run time.</summary>
    public static string CompileForContract(string path, string version, string source) =>
        CompileAgainst(path, source, "Agro.Abstractions", $$"""
            [assembly: System.Reflection.AssemblyVersion("{{version}}")]
            namespace Agro
            {
                public sealed class ComponentAttribute(string name) : Attribute { public string Name { get; } = name; }
                public interface IRewardFunction { }
            }
            """);

    /// <summary>Compiles a DLL against another assembly of some name than the one that is there at run time.</summary>
    public static string CompileAgainst(string path, string source, string name, string other)
    {
        using var folder = new TemporaryFolder();
        var references = Host.Where(reference => Path.GetFileNameWithoutExtension(reference.Display) != name).ToImmutableArray();
        var standIn = Compile(folder.Of(name + ".dll"), other, references);
        return Compile(path, source, references.Add(Refer(standIn)));
    }

    private static MetadataReference Refer(string file) => MetadataReference.CreateFromImage(File.ReadAllBytes(file));

    private static string Compile(string path, string source, ImmutableArray<MetadataReference> references)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var tree = CSharpSyntaxTree.ParseText(SourceText.From(source, Encoding.UTF8), path: name + ".cs");
        var usings = CSharpSyntaxTree.ParseText(SourceText.From(Usings, Encoding.UTF8), path: "usings.cs");
        var compilation = CSharpCompilation.Create(name, source.Contains("namespace Agro", StringComparison.Ordinal)
            ? [CSharpSyntaxTree.ParseText(SourceText.From("global using System;", Encoding.UTF8)), tree]
            : [usings, tree], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: source.Contains("unsafe", StringComparison.Ordinal)));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var image = File.Create(path);
        using var symbols = File.Create(Path.ChangeExtension(path, ".pdb"));
        var result = compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        if (!result.Success) throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
        return path;
    }
}
