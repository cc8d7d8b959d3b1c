using Agro.Models.ChatTemplates.Expressions;
using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Statements;

/// <summary>A parameter of a macro.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Default">Its value where none is given; null for none.</param>
internal sealed record Parameter(string Name, Expression? Default);

/// <summary>How a macro is called.</summary>
/// <param name="Offset">Where it is defined.</param>
/// <param name="Name">Its name, for faults.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record MacroHead(int Offset, string Name, List<Parameter> Parameters);

/// <summary><c>macro a(b)</c> … <c>endmacro</c></summary>
/// <param name="head">How it is called.</param>
/// <param name="name">The variable that it is given to; null for none.</param>
internal sealed class MacroStatement(MacroHead head, string? name) : Statement
{
    public MacroHead Head { get; } = head;

    public required Block Body { get; init; }

    /// <summary>The names that the body uses: <c>caller</c>, <c>varargs</c> and <c>kwargs</c> are given only when it does.</summary>
    public required IReadOnlySet<string> UsedNames { get; init; }

    public override Flow Execute(Scope scope, TextOutput output)
    {
        if (name is not null) scope[name] = new MacroValue(this, scope);
        return Flow.Next;
    }
}

/// <summary><c>call a(b)</c> … <c>endcall</c>: calls a macro, which may render the body as <c>caller()</c>.</summary>
internal sealed class CallStatement(int offset, CallExpression call, MacroStatement caller) : Statement
{
    public override Flow Execute(Scope scope, TextOutput output) => Faults.At(offset, () =>
    {
        output.Append(Text.Of(call.Evaluate(scope, new MacroValue(caller, scope)), scope.Rendering));
        return Flow.Next;
    });
}
