using System.Numerics;
using Agro.Plugins.Rewards.Mathematics.Arithmetic;

namespace Agro.Plugins.Rewards.Mathematics.Normalization;

internal sealed partial class Normalizer
{
    // 400! has 869 digits.
    private const int MaxFactorial = 400;

    private NormalForm Factorial(NormalForm value)
    {
        if (value.Integer is not { } n) return NormalForm.Of(Atom.Call("!", value));
        if (n.Sign < 0) throw new NotVerifiableException("a factorial of a negative number");
        if (n > MaxFactorial) return NormalForm.Of(Atom.Call("!", value));
        work.Spend(10 + ((int)n / 4));
        var product = BigInteger.One;
        for (var i = 2; i <= n; i++) product *= i;
        return NormalForm.Of(Rational.Of(product, BigInteger.One));
    }

    private NormalForm Binomial(NormalForm n, NormalForm k)
    {
        if (n.Integer is { } total && k.Integer is { } chosen && total.Sign >= 0)
        {
            if (chosen.Sign < 0 || chosen > total) return NormalForm.Zero;
            chosen = BigInteger.Min(chosen, total - chosen);
            if (chosen <= 1000 && total.GetBitLength() * (long)chosen <= Rational.MaxBits * 2)
            {
                work.Spend(10 + ((int)chosen / 4));
                var count = BigInteger.One;
                for (var i = 1; i <= (int)chosen; i++) count = count * (total - chosen + i) / i;
                return NormalForm.Of(Rational.Of(count, BigInteger.One));
            }
        }
        else if (k.Integer is { } small && small.Sign >= 0 && small <= 6)
        {
            var product = NormalForm.One;
            for (var i = 0; i < (int)small; i++)
                product = product.Times(n.Plus(NormalForm.Of(-i), Rational.One, work), work).Times(NormalForm.Of(Rational.Of(1, i + 1)), work);
            return product;
        }
        return NormalForm.Of(Atom.Call("binom", n, k));
    }

    /// <summary>The greatest common divisor or least common multiple of numbers, and of terms.</summary>
    private NormalForm Divide(string function, NormalForm[] values, bool isInexact)
    {
        // Over rounded coefficients every number divides every other.
        if (isInexact && !Array.TrueForAll(values, value => value.Constant is not null)) values = Array.ConvertAll(values, Monic);
        var result = values[0];
        if (values.Length == 1) return result.Constant is { } only ? NormalForm.Of(only.Abs()) : result;
        foreach (var value in values[1..])
        {
            var divisor = CommonDivisor(result, value);
            var isZero = result.Numerator.IsZero || value.Numerator.IsZero;
            result = function == "gcd" ? divisor : isZero ? NormalForm.Zero : result.Times(value, work).Over(divisor, work);
        }
        return result;
    }

    private static NormalForm Monic(NormalForm value) => value.Constant is not null ? NormalForm.One
        : value.Single is { } term ? NormalForm.Of(Polynomial.Of(term with { Coefficient = Rational.One })) : value;

    private static NormalForm CommonDivisor(NormalForm a, NormalForm b)
    {
        if (a.Constant is { } x && b.Constant is { } y) return NormalForm.Of(Divisors.Gcd(x, y));
        if (a.Key == b.Key) return a;
        if (!a.IsPolynomial || !b.IsPolynomial) return NormalForm.One;
        // Roots and constants such as pi have no divisor in common with whole numbers.
        var terms = a.Numerator.Terms.Concat(b.Numerator.Terms).ToArray();
        var isSymbolic = Array.TrueForAll(terms, term => Array.TrueForAll(term.Monomial.Factors, factor => factor.Atom.Kind == AtomKind.Variable));
        if (!isSymbolic) return NormalForm.One;
        var content = terms.Select(term => term.Coefficient.Abs()).Aggregate(Divisors.Gcd);
        var common = NormalForm.Of(content);
        foreach (var (atom, _) in terms[0].Monomial.Factors)
        {
            var least = terms.Select(term => term.Monomial.Without(atom).Exponent).Min();
            if (least.Sign > 0) common = common.Times(NormalForm.Of(atom, least), new Work());
        }
        return common;
    }

    private static NormalForm Extreme(string function, NormalForm[] values)
    {
        if (Array.TrueForAll(values, value => value.Constant is not null))
        {
            var numbers = values.Select(value => value.Constant!.Value);
            return NormalForm.Of(function == "min" ? numbers.Min() : numbers.Max());
        }
        var different = values.DistinctBy(value => value.Key).OrderBy(value => value.Key, StringComparer.Ordinal).ToArray();
        return different.Length == 1 ? different[0] : NormalForm.Of(Atom.Call(function, different));
    }

    private static NormalForm Modulo(NormalForm value, NormalForm modulus)
    {
        if (modulus.Constant is { IsZero: true }) throw new NotVerifiableException("a remainder of a division by zero");
        return value.Constant is { } a && modulus.Constant is { } b
            ? NormalForm.Of(a - ((a / b).Floor() * b))
            : NormalForm.Of(Atom.Call("mod", value, modulus));
    }

    private static NormalForm Round(string function, NormalForm value) => value.Constant is { } number
        ? NormalForm.Of(function == "floor" ? number.Floor() : -(-number).Floor())
        : NormalForm.Of(Atom.Call(function, value));
}
