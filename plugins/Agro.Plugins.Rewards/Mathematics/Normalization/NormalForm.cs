using System.Numerics;
using Agro.Plugins.Rewards.Mathematics.Arithmetic;

namespace Agro.Plugins.Rewards.Mathematics.Normalization;

/// <summary>A quotient of polynomials; the denominator is 1 or has several terms.</summary>
internal sealed class NormalForm
{
    private NormalForm(Polynomial numerator, Polynomial denominator) => (Numerator, Denominator) = (numerator, denominator);

    /// <summary>0.</summary>
    public static NormalForm Zero { get; } = Of(Rational.Zero);

    /// <summary>1.</summary>
    public static NormalForm One { get; } = Of(Rational.One);

    /// <summary>The numerator.</summary>
    public Polynomial Numerator { get; }

    /// <summary>The denominator, not 0.</summary>
    public Polynomial Denominator { get; }

    /// <summary>Its value, where it is a number.</summary>
    public Rational? Constant => IsPolynomial ? Numerator.Constant : null;

    /// <summary>Whether the denominator is 1.</summary>
    public bool IsPolynomial => ReferenceEquals(Denominator, Polynomial.One);

    /// <summary>Its term, where it is one.</summary>
    public Term? Single => IsPolynomial && Numerator.Terms.Length == 1 ? Numerator.Terms[0] : null;

    /// <summary>What tells it from others.</summary>
    public string Key => IsPolynomial ? Numerator.Key : $"({Numerator.Key})/({Denominator.Key})";

    /// <summary>A number.</summary>
    /// <param name="value">The number.</param>
    public static NormalForm Of(Rational value) => new(Polynomial.Of(value), Polynomial.One);

    /// <summary>A power of an atom.</summary>
    /// <param name="atom">The atom.</param>
    /// <param name="exponent">The exponent.</param>
    public static NormalForm Of(Atom atom, Rational exponent) => new(Polynomial.Of(Monomial.Power(atom, exponent)), Polynomial.One);

    /// <summary>An atom.</summary>
    /// <param name="atom">The atom.</param>
    public static NormalForm Of(Atom atom) => Of(atom, Rational.One);

    /// <summary>A polynomial.</summary>
    /// <param name="polynomial">The polynomial.</param>
    public static NormalForm Of(Polynomial polynomial) => new(polynomial, Polynomial.One);

    /// <summary>A quotient of polynomials.</summary>
    /// <param name="numerator">The numerator.</param>
    /// <param name="denominator">The denominator.</param>
    /// <param name="work">What it costs.</param>
    public static NormalForm Of(Polynomial numerator, Polynomial denominator, Work work)
    {
        if (denominator.IsZero) throw new NotVerifiableException("a division by zero");
        if (numerator.IsZero) return Zero;
        if (denominator.Terms.Length > 1) return numerator.Key == denominator.Key ? One : new(numerator, denominator);
        var (coefficient, monomial) = denominator.Terms[0];
        var inverse = monomial.Raise(-1);
        return new(numerator.Times(Polynomial.Of(inverse with { Coefficient = inverse.Coefficient / coefficient }), work), Polynomial.One);
    }

    /// <summary>The sum with a multiple.</summary>
    /// <param name="other">What is added.</param>
    /// <param name="times">How often.</param>
    /// <param name="work">What it costs.</param>
    public NormalForm Plus(NormalForm other, Rational times, Work work) => Denominator.Key == other.Denominator.Key
        ? Of(Numerator.Plus(other.Numerator, times), Denominator, work)
        : Of(
            Numerator.Times(other.Denominator, work).Plus(other.Numerator.Times(Denominator, work), times),
            Denominator.Times(other.Denominator, work),
            work);

    /// <summary>The product.</summary>
    /// <param name="other">The other factor.</param>
    /// <param name="work">What it costs.</param>
    public NormalForm Times(NormalForm other, Work work) =>
        Of(Numerator.Times(other.Numerator, work), Denominator.Times(other.Denominator, work), work);

    /// <summary>The quotient.</summary>
    /// <param name="other">The divisor.</param>
    /// <param name="work">What it costs.</param>
    public NormalForm Over(NormalForm other, Work work) =>
        Of(Numerator.Times(other.Denominator, work), Denominator.Times(other.Numerator, work), work);

    /// <summary>A power with a whole exponent.</summary>
    /// <param name="exponent">The exponent.</param>
    /// <param name="work">What it costs.</param>
    public NormalForm Power(int exponent, Work work)
    {
        if (exponent < 0) return One.Over(Power(-exponent, work), work);
        var result = One;
        for (var square = this; ; square = square.Times(square, work))
        {
            if ((exponent & 1) == 1) result = result.Times(square, work);
            exponent >>= 1;
            if (exponent == 0) return result;
        }
    }

    /// <summary>Its value, where it is a whole number that fits.</summary>
    public BigInteger? Integer => Constant is { IsInteger: true } value ? value.Numerator : null;
}
