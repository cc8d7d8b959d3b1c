using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Expressions;

/// <summary>A list.</summary>
internal sealed class ListExpression(int offset, List<Expression> items) : Expression(offset, [.. items])
{
    protected override object? Compute(Scope scope) => new ListValue(items.ConvertAll(item => item.Evaluate(scope)));
}

/// <summary>A tuple.</summary>
internal sealed class TupleExpression(int offset, List<Expression> items) : Expression(offset, [.. items])
{
    protected override object? Compute(Scope scope) => new TupleValue(items.ConvertAll(item => item.Evaluate(scope)));
}

/// <summary>A dictionary.</summary>
internal sealed class MappingExpression(int offset, List<(Expression Key, Expression Value)> entries)
    : Expression(offset, [.. entries.SelectMany(entry => new[] { entry.Key, entry.Value })])
{
    protected override object? Compute(Scope scope)
    {
        var mapping = new MappingValue();
        scope.Rendering.Spend(16 * entries.Count);
        foreach (var (key, value) in entries)
        {
            var name = key.Evaluate(scope);
            KeyComparer.Check(name, scope.Rendering);
            mapping.Set(name, value.Evaluate(scope));
        }

        return mapping;
    }
}
