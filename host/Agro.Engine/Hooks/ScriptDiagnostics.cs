using Agro.Engine.Plugins;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agro.Engine.Hooks;

/// <summary>What is wrong with a script, as lines of <c>file:line:column: message</c>.</summary>
internal static class ScriptDiagnostics
{
    private const string AsyncVoid = "an async void is not awaited: give it the return type Task, and await it";
    private const string Dropped = "this action gives a ValueTask that is not awaited: write it with async and await";

    /// <summary>Lists the compiler's errors and ours, in the order of the text.</summary>
    public static IReadOnlyList<string> Errors(CSharpCompilation compilation) =>
        [.. compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => (Place: diagnostic.Location.GetMappedLineSpan(), Text: Explain(diagnostic)))
            .Concat(Unawaited(compilation))
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

    /// <summary>
    /// Nobody awaits an <c>async void</c>: what it throws after its first await would end the whole process. Nor a <c>ValueTask</c> that
    /// an action gives: it would run on beside the phases.
    /// </summary>
    private static IEnumerable<(FileLinePositionSpan Place, string Text)> Unawaited(CSharpCompilation compilation) =>
        from tree in compilation.SyntaxTrees
        let model = compilation.GetSemanticModel(tree)
        from node in tree.GetRoot().DescendantNodes()
        let text = node switch
        {
            AnonymousFunctionExpressionSyntax function when IsAsyncVoid(model.GetSymbolInfo(function).Symbol) => AsyncVoid,
            LocalFunctionStatementSyntax or MethodDeclarationSyntax when IsAsyncVoid(model.GetDeclaredSymbol(node)) => AsyncVoid,
            LambdaExpressionSyntax { Body: ExpressionSyntax body } lambda when IsAction(lambda, model) && IsValueTask(body, model) => Dropped,
            _ => null,
        }
        where text is not null
        select (node.GetLocation().GetMappedLineSpan(), text);

    private static bool IsAsyncVoid(ISymbol? symbol) => symbol is IMethodSymbol { IsAsync: true, ReturnsVoid: true };

    private static bool IsAction(LambdaExpressionSyntax lambda, SemanticModel model) =>
        lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
        && model.GetSymbolInfo(call).Symbol?.ContainingType.ToDisplayString() == typeof(HookScript).FullName;

    private static bool IsValueTask(ExpressionSyntax expression, SemanticModel model) =>
        model.GetTypeInfo(expression).Type is { Name: nameof(ValueTask), ContainingNamespace: { } space }
        && space.ToDisplayString() == typeof(ValueTask).Namespace;
}
