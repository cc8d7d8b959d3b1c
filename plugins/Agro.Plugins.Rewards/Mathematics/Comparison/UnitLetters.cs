using Agro.Plugins.Rewards.Mathematics.Expressions;
using Agro.Plugins.Rewards.Mathematics.Parsing;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>Letters behind a number that are units where the other answer has no variable: 12 h, 20 m/s, 5 m^2.</summary>
internal static class UnitLetters
{
    /// <summary>A number without the unit behind it.</summary>
    /// <param name="expression">The answer.</param>
    /// <param name="other">The answer it is compared with.</param>
    /// <returns>The number; null where there is no unit, or the letters are variables.</returns>
    public static Expression? Drop(Expression expression, Expression other) =>
        expression is Apply && HasNoVariable(other) && Strip(expression) is { } number && HasNoVariable(number) ? number : null;

    private static Expression? Strip(Expression expression) => expression switch
    {
        Apply { Function: "*", Arguments: [var number, var unit] } when IsUnit(unit) => Strip(number) ?? number,
        Apply { Function: "/", Arguments: [var number, var unit] } when IsUnit(unit) => Strip(number),
        Apply { Function: "-", Arguments: [var number] } => Strip(number) is { } positive ? new Apply("-", positive) : null,
        _ => null,
    };

    private static bool IsUnit(Expression expression) => expression switch
    {
        Name name => Vocabulary.UnitLetters.Contains(name.Text),
        Apply { Function: "^", Arguments: [Name name, Number] } => Vocabulary.UnitLetters.Contains(name.Text),
        Apply { Function: "*" or "/", Arguments: [var a, var b] } => IsUnit(a) && IsUnit(b),
        _ => false,
    };

    private static bool HasNoVariable(Expression expression) => expression switch
    {
        Number => true,
        Name name => name.Text is "pi" or "e",
        Apply apply => Array.TrueForAll(apply.Arguments, HasNoVariable),
        _ => false,
    };
}
