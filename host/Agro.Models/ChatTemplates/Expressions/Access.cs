using Agro.Models.ChatTemplates.Operations;

namespace Agro.Models.ChatTemplates.Expressions;

/// <summary><c>a.b</c></summary>
internal sealed class AttributeExpression(int offset, Expression target, string name) : Expression(offset, target)
{
    protected override object? Compute(Scope scope) => Lookup.Attribute(target.Evaluate(scope), name, scope.Rendering);
}

/// <summary><c>a[b]</c></summary>
internal sealed class ItemExpression(int offset, Expression target, Expression key) : Expression(offset, target, key)
{
    protected override object? Compute(Scope scope) => Lookup.Item(target.Evaluate(scope), key.Evaluate(scope), scope.Rendering);
}

/// <summary><c>a[b:c:d]</c></summary>
internal sealed class SliceExpression(int offset, Expression target, Expression? start, Expression? stop, Expression? step)
    : Expression(offset, target, start, stop, step)
{
    protected override object? Compute(Scope scope) => Lookup.Slice(
        target.Evaluate(scope), start?.Evaluate(scope), stop?.Evaluate(scope), step?.Evaluate(scope), scope.Rendering);
}
