using System.Numerics;
using Agro.Plugins.Rewards.Mathematics.Arithmetic;
using Agro.Plugins.Rewards.Mathematics.Expressions;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>Decimals, which may be rounded.</summary>
internal static class Decimals
{
    /// <summary>Whether one of two formulas has a decimal.</summary>
    /// <param name="a">A formula.</param>
    /// <param name="b">Another.</param>
    public static bool Written(Expression a, Expression b) => IsWritten(a) || IsWritten(b);

    /// <summary>
    /// Whether two numbers are the same when rounded. Small ones must also agree in their leading digits, so that 0.0000671 is not
    /// 0.0000672.
    /// </summary>
    /// <param name="gold">The right number.</param>
    /// <param name="answer">The other.</param>
    /// <param name="places">Decimal places.</param>
    public static bool AreClose(double gold, double answer, int places)
    {
        var distance = Math.Abs(gold - answer);
        return distance <= Math.Pow(10, -places) / 2 && distance <= Math.Pow(10, 1 - places) * Math.Abs(gold);
    }

    /// <summary>The same for rationals, without rounding.</summary>
    /// <param name="gold">The right number.</param>
    /// <param name="answer">The other.</param>
    /// <param name="places">Decimal places.</param>
    public static bool AreClose(Rational gold, Rational answer, int places)
    {
        var distance = (gold - answer).Abs();
        var unit = Rational.Of(1, BigInteger.Pow(10, places));
        return distance * 2 <= unit && distance <= unit * 10 * gold.Abs();
    }

    private static bool IsWritten(Expression expression) => expression switch
    {
        Number number => number.IsDecimal,
        Apply apply => Array.Exists(apply.Arguments, IsWritten),
        _ => false,
    };
}
