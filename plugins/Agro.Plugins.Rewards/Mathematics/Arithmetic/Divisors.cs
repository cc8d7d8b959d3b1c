using System.Numerics;

namespace Agro.Plugins.Rewards.Mathematics.Arithmetic;

/// <summary>Divisors and multiples of numbers.</summary>
internal static class Divisors
{
    // Every factor below this is found; larger parts stay whole.
    private const int TrialBound = 2000;
    private const int PrimeBound = TrialBound * TrialBound;

    /// <summary>Splits a whole number into prime powers; a part without small factors counts as one prime.</summary>
    /// <param name="value">Above 0.</param>
    /// <returns>Factors and exponents; <c>Certain</c> is false for a part that may not be prime.</returns>
    public static List<(BigInteger Factor, int Exponent, bool Certain)> Factor(BigInteger value)
    {
        var factors = new List<(BigInteger, int, bool)>();
        for (var divisor = 2; divisor < TrialBound && !value.IsOne; divisor += divisor == 2 ? 1 : 2)
        {
            var exponent = 0;
            while (true)
            {
                var quotient = BigInteger.DivRem(value, divisor, out var rest);
                if (!rest.IsZero) break;
                (value, exponent) = (quotient, exponent + 1);
            }
            if (exponent > 0) factors.Add((divisor, exponent, true));
            if (value < (BigInteger)divisor * divisor) break;
        }
        if (value.IsOne) return factors;
        var certain = IsPrime(value);
        if (!certain && Root(value, 2) is { } square) factors.Add((square, 2, IsPrime(square)));
        else if (!certain && Root(value, 3) is { } cube) factors.Add((cube, 3, IsPrime(cube)));
        else factors.Add((value, 1, certain));
        return factors;
    }

    // Without factors below the bound.
    private static bool IsPrime(BigInteger value) => value < PrimeBound;

    /// <summary>A root, where it is a whole number.</summary>
    /// <param name="value">0 or above.</param>
    /// <param name="degree">2 or above.</param>
    /// <returns>The root, or null.</returns>
    public static BigInteger? Root(BigInteger value, int degree)
    {
        if (value.IsZero || value.IsOne) return value;
        var guess = BigInteger.One << (int)((value.GetBitLength() / degree) + 1);
        while (true)
        {
            // Newton's iteration from above falls until it is at the root's whole part.
            var next = (((degree - 1) * guess) + (value / BigInteger.Pow(guess, degree - 1))) / degree;
            if (next >= guess) break;
            guess = next;
        }
        return BigInteger.Pow(guess, degree) == value ? guess : null;
    }

    /// <summary>The greatest common divisor of two rationals: the largest rational of which both are whole multiples.</summary>
    /// <param name="a">A number.</param>
    /// <param name="b">Another.</param>
    public static Rational Gcd(Rational a, Rational b) => Rational.Of(
        BigInteger.GreatestCommonDivisor(a.Numerator * b.Denominator, b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    /// <summary>The least common multiple of two rationals, with the sign of their product.</summary>
    /// <param name="a">A number.</param>
    /// <param name="b">Another.</param>
    public static Rational Lcm(Rational a, Rational b) => a.IsZero || b.IsZero ? Rational.Zero : a * b / Gcd(a, b);
}
