using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Expressions;

/// <summary><c>a + b</c> and the like.</summary>
internal sealed class ArithmeticExpression(int offset, string symbol, Expression left, Expression right) : Expression(offset, left, right)
{
    protected override object? Compute(Scope scope) =>
        Arithmetic.Compute(symbol, left.Evaluate(scope), right.Evaluate(scope), scope.Rendering);
}

/// <summary><c>-a</c> and <c>+a</c></summary>
internal sealed class SignExpression(int offset, bool isNegative, Expression operand) : Expression(offset, operand)
{
    protected override object? Compute(Scope scope) => Arithmetic.Negate(operand.Evaluate(scope), isNegative);
}

/// <summary><c>a ~ b</c>: values as text, one after the other.</summary>
internal sealed class ConcatenationExpression(int offset, List<Expression> parts) : Expression(offset, [.. parts])
{
    protected override object? Compute(Scope scope)
    {
        var output = new TextOutput(scope.Rendering);
        foreach (var part in parts) output.Append(Text.Of(part.Evaluate(scope), scope.Rendering));
        return output.ToString();
    }
}

/// <summary><c>a and b</c>, <c>a or b</c>: the value that decides.</summary>
internal sealed class LogicalExpression(int offset, bool isAnd, Expression left, Expression right) : Expression(offset, left, right)
{
    protected override object? Compute(Scope scope)
    {
        var value = left.Evaluate(scope);
        return Truth.Of(value) == isAnd ? right.Evaluate(scope) : value;
    }
}

/// <summary><c>not a</c></summary>
internal sealed class NotExpression(int offset, Expression operand) : Expression(offset, operand)
{
    protected override object? Compute(Scope scope) => !Truth.Of(operand.Evaluate(scope));
}

/// <summary><c>a if b else c</c></summary>
internal sealed class ConditionalExpression(int offset, Expression condition, Expression value, Expression? otherwise)
    : Expression(offset, condition, value, otherwise)
{
    protected override object? Compute(Scope scope)
    {
        if (Truth.Of(condition.Evaluate(scope))) return value.Evaluate(scope);
        return otherwise is null ? new UndefinedValue("the 'if' without 'else' does not hold, so it has no value") : otherwise.Evaluate(scope);
    }
}

/// <summary>A comparison with what comes before.</summary>
/// <param name="Symbol">The operator.</param>
/// <param name="Right">What is compared with.</param>
/// <param name="Offset">Where it is.</param>
internal sealed record ComparisonLink(string Symbol, Expression Right, int Offset);

/// <summary><c>a &lt; b &lt;= c</c>: each with the next, up to the first that does not hold.</summary>
internal sealed class ComparisonExpression(int offset, Expression first, List<ComparisonLink> links)
    : Expression(offset, [first, .. links.Select(link => link.Right)])
{
    protected override object? Compute(Scope scope)
    {
        var left = first.Evaluate(scope);
        foreach (var link in links)
        {
            var right = link.Right.Evaluate(scope);
            if (!Holds(link.Symbol, left, right, scope.Rendering)) return false;
            left = right;
        }

        return true;
    }

    private static bool Holds(string symbol, object? left, object? right, Rendering rendering) => symbol switch
    {
        "==" => Equality.Equal(left, right, rendering),
        "!=" => !Equality.Equal(left, right, rendering),
        "in" => Equality.Contains(right, left, rendering),
        "not in" => !Equality.Contains(right, left, rendering),
        "<" => Ordering.Compare(left, right, rendering) < 0,
        "<=" => Ordering.Compare(left, right, rendering) <= 0,
        ">" => Ordering.Compare(left, right, rendering) > 0,
        _ => Ordering.Compare(left, right, rendering) >= 0,
    };
}
