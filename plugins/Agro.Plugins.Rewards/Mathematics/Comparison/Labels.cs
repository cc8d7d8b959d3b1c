using Agro.Plugins.Rewards.Mathematics.Expressions;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>Names of what is asked for, before an equals sign: x, f(2), |AB|, (p,q), BO/NO.</summary>
internal static class Labels
{
    /// <summary>Whether an expression only names something.</summary>
    /// <param name="expression">What is before the equals sign.</param>
    public static bool IsLabel(Expression expression) => expression switch
    {
        Name name => name.Text is not ("pi" or "infinity"),
        Words => true,
        Collection { Open: "(" or ":" } names => Array.TrueForAll(names.Items, item => item is Name),
        Apply { Function: "abs" or "*" or "/" or "overline" or "det" or "hat" } apply => Array.TrueForAll(apply.Arguments, IsPoint),
        Apply apply => apply.Function.EndsWith("()", StringComparison.Ordinal) || apply.Function.StartsWith('_'),
        _ => false,
    };

    // Points are written in upper case; a product of them is a segment, an angle or a figure.
    private static bool IsPoint(Expression expression) => expression switch
    {
        Name name => char.IsAsciiLetterUpper(name.Text[0]),
        Apply { Function: "*" or "/" or "abs" or "overline" } apply => Array.TrueForAll(apply.Arguments, IsPoint),
        _ => false,
    };

    /// <summary>What a relation says of its label: <c>x = a = b</c> says b, <c>x in S</c> says S.</summary>
    /// <param name="relation">The relation.</param>
    /// <returns>The value, or null where it is an equation or inequality.</returns>
    public static Expression? ValueOf(Relation relation)
    {
        if (!Array.TrueForAll(relation.Signs, sign => sign is "=" or "in")) return null;
        var (first, last) = (relation.Operands[0], relation.Operands[^1]);
        if (relation.Signs is ["in"]) return first is Name or Collection ? last : null;
        return IsLabel(first) || (HasNoName(first) && HasNoName(last)) ? last : null;
    }

    private static bool HasNoName(Expression expression) => expression switch
    {
        Number => true,
        Name name => name.Text is "pi" or "e" or "i",
        Apply apply => Array.TrueForAll(apply.Arguments, HasNoName),
        _ => false,
    };
}
