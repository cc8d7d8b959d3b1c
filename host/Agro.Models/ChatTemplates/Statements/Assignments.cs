using Agro.Models.ChatTemplates.Expressions;
using Agro.Models.ChatTemplates.Operations;

namespace Agro.Models.ChatTemplates.Statements;

/// <summary><c>set a = b</c></summary>
internal sealed class SetStatement(int offset, Target target, Expression value) : Statement
{
    public override Flow Execute(Scope scope, TextOutput output) => Faults.At(offset, () =>
    {
        target.Check(scope);
        target.Set(scope, value.Evaluate(scope));
        return Flow.Next;
    });
}

/// <summary><c>set a</c> … <c>endset</c>: what the body prints.</summary>
internal sealed class SetBlockStatement(int offset, Target target, Expression? filter, Block body) : Statement
{
    public override Flow Execute(Scope scope, TextOutput output) => Faults.At(offset, () =>
    {
        target.Check(scope);
        var inner = scope.Inner();
        target.Set(scope, FilterBlockStatement.Apply(filter, inner, body.Capture(inner)));
        return Flow.Next;
    });
}

/// <summary><c>filter a</c> … <c>endfilter</c></summary>
internal sealed class FilterBlockStatement(int offset, Expression filter, Block body) : Statement
{
    public static object? Apply(Expression? filter, Scope inner, string captured)
    {
        if (filter is null) return captured;
        inner[CapturedExpression.Name] = captured;
        return filter.Evaluate(inner);
    }

    public override Flow Execute(Scope scope, TextOutput output) => Faults.At(offset, () =>
    {
        var inner = scope.Inner();
        output.Append(Text.Of(Apply(filter, inner, body.Capture(inner)), scope.Rendering));
        return Flow.Next;
    });
}

/// <summary><c>with a = b</c> … <c>endwith</c></summary>
internal sealed class WithStatement(List<(Target Target, Expression Value)> variables, Block body) : Statement
{
    public override Flow Execute(Scope scope, TextOutput output)
    {
        var inner = scope.Inner();
        foreach (var (target, value) in variables) Faults.At(value.Offset, () =>
        {
            target.Set(inner, value.Evaluate(scope));
            return true;
        });
        return body.Execute(inner, output);
    }
}
