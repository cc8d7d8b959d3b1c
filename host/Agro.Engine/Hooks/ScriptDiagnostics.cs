using Agro.Engine.Plugins;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agro.Engine.Hooks;

/// <summary>What is wrong with a script, as lines of <c>file:line:column: message</c>.</summary>
internal static class ScriptDiagnostics
{
    /// <summary>Lists the compiler's errors and ours, in the order of the text.</summary>
    public static IReadOnlyList<string> Errors(CSharpCompilation compilation) =>
        [.. compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => (Place: diagnostic.Location.GetMappedLineSpan(), Text: Explain(diagnostic)))
            .Concat(AsyncVoids(compilation))
            .OrderBy(error => error.Place.Path, StringComparer.Ordinal)
            .ThenBy(error => error.Place.StartLinePosition)
            .Select(error => $"{At(error.Place)}: {error.Text}")
            .Distinct()];

    private static string At(FileLinePositionSpan place) =>
        $"{DisplayPath.Of(place.Path)}:{place.StartLinePosition.Line + 1}:{place.StartLinePosition.Character + 1}";

    private static string Explain(Diagnostic diagnostic)
    {
        var message = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        if (diagnostic.Id == "CS0006" && message.Contains("'nuget:", StringComparison.OrdinalIgnoreCase))
        {
            message = "hooks cannot fetch packages: put the DLL beside the script and say #r \"NAME.dll\", or write the hook as a plugin";
        }

        return $"{diagnostic.Id} {message}";
    }

    /// <summary>Nobody awaits an <c>async void</c>: what it throws after its first await would end the whole process.</summary>
    private static IEnumerable<(FileLinePositionSpan Place, string Text)> AsyncVoids(CSharpCompilation compilation) =>
        from tree in compilation.SyntaxTrees
        let model = compilation.GetSemanticModel(tree)
        from node in tree.GetRoot().DescendantNodes()
        let method = node switch
        {
            AnonymousFunctionExpressionSyntax function => model.GetSymbolInfo(function).Symbol as IMethodSymbol,
            LocalFunctionStatementSyntax or MethodDeclarationSyntax => model.GetDeclaredSymbol(node) as IMethodSymbol,
            _ => null,
        }
        where method is { IsAsync: true, ReturnsVoid: true }
        select (node.GetLocation().GetMappedLineSpan(),
            "an async action would not be awaited: write it without async, with .GetAwaiter().GetResult() where it must wait");
}
