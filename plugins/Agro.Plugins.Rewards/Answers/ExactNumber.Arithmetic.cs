using System.Globalization;
using System.Numerics;

namespace Agro.Plugins.Rewards.Answers;

/// <content>Arithmetic without rounding.</content>
internal readonly partial record struct ExactNumber : IComparable<ExactNumber>
{
    /// <summary>Makes a whole number.</summary>
    public static ExactNumber Whole(BigInteger value) => new(value, BigInteger.One);

    /// <summary>The number without its sign.</summary>
    public ExactNumber Abs() => this with { Numerator = BigInteger.Abs(Numerator) };

    /// <inheritdoc/>
    public int CompareTo(ExactNumber other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <summary>The number as a whole number or a fraction.</summary>
    public override string ToString() =>
        Denominator.IsOne ? Numerator.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    /// <summary>Adds.</summary>
    public static ExactNumber operator +(ExactNumber a, ExactNumber b) =>
        Reduced((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    /// <summary>Changes the sign.</summary>
    public static ExactNumber operator -(ExactNumber a) => a with { Numerator = -a.Numerator };

    /// <summary>Subtracts.</summary>
    public static ExactNumber operator -(ExactNumber a, ExactNumber b) => a + -b;

    /// <summary>Multiplies.</summary>
    public static ExactNumber operator *(ExactNumber a, ExactNumber b) => Reduced(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    /// <summary>Divides.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static ExactNumber operator /(ExactNumber a, ExactNumber b)
    {
        if (b.Numerator.IsZero) throw new DivideByZeroException();
        return Reduced(a.Numerator * b.Denominator * b.Numerator.Sign, a.Denominator * BigInteger.Abs(b.Numerator));
    }

    /// <summary>Compares.</summary>
    public static bool operator <=(ExactNumber a, ExactNumber b) => a.CompareTo(b) <= 0;

    /// <summary>Compares.</summary>
    public static bool operator >=(ExactNumber a, ExactNumber b) => a.CompareTo(b) >= 0;

    /// <summary>Compares.</summary>
    public static bool operator <(ExactNumber a, ExactNumber b) => a.CompareTo(b) < 0;

    /// <summary>Compares.</summary>
    public static bool operator >(ExactNumber a, ExactNumber b) => a.CompareTo(b) > 0;

    private static ExactNumber Reduced(BigInteger numerator, BigInteger denominator)
    {
        var common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        return new(numerator / common, denominator / common);
    }
}
