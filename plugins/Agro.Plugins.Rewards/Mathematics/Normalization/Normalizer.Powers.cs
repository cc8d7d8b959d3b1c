using System.Numerics;
using Agro.Plugins.Rewards.Mathematics.Arithmetic;

namespace Agro.Plugins.Rewards.Mathematics.Normalization;

internal sealed partial class Normalizer
{
    // (x+1)^64 is still expanded, (x+y+z)^64 is not.
    private const int MaxExpanded = 64;

    private NormalForm Raise(NormalForm value, NormalForm exponent)
    {
        if (exponent.Constant is { } number) return Raise(value, number);
        if (value.Constant is { IsOne: true }) return NormalForm.One;
        if (!exponent.IsPolynomial) return NormalForm.Of(Atom.Call("^", value, exponent));
        // a^(2u+1) = (a^u)^2 a, with one atom for a^u.
        var result = NormalForm.One;
        foreach (var (coefficient, monomial) in exponent.Numerator.Terms)
        {
            var factor = monomial.IsOne ? Raise(value, coefficient) : RaiseTo(value, coefficient, monomial);
            result = result.Times(factor, work);
        }
        return result;
    }

    private NormalForm RaiseTo(NormalForm value, Rational coefficient, Monomial monomial)
    {
        var symbol = NormalForm.Of(Polynomial.Of(new Term(Rational.One, monomial)));
        if (value.Constant is { Sign: > 0 } number) return OfPrimes(number, coefficient, symbol);
        if (value.Single is { Coefficient.IsOne: true, Monomial.Factors: [{ Exponent.IsOne: true } factor] })
        {
            if (ReferenceEquals(factor.Atom, Atom.E) && Turn(coefficient, monomial) is { } turn) return turn;
            return NormalForm.Of(Atom.Call("^", value, symbol), coefficient);
        }
        var scaled = NormalForm.Of(Polynomial.Of(new Term(coefficient, monomial)));
        return NormalForm.Of(Atom.Call("^", value, scaled));
    }

    /// <summary>e^(c i pi) = cos(c pi) + i sin(c pi).</summary>
    private NormalForm? Turn(Rational coefficient, Monomial monomial)
    {
        if (monomial.Factors.Length != 2) return null;
        var (rest, imaginary) = monomial.Without(Atom.I);
        if (!imaginary.IsOne || rest.Factors is not [{ Exponent.IsOne: true } only] || !ReferenceEquals(only.Atom, Atom.Pi)) return null;
        var angle = NormalForm.Of(Atom.Pi).Times(NormalForm.Of(coefficient), work);
        return Trigonometric("cos", angle).Plus(Trigonometric("sin", angle).Times(NormalForm.Of(Atom.I), work), Rational.One, work);
    }

    private NormalForm Raise(NormalForm value, Rational exponent)
    {
        if (exponent.IsOne) return value;
        if (exponent.IsZero) return NormalForm.One;
        if (value.Constant is { } number) return RaiseNumber(number, exponent);
        if (value.Single is { } term) return RaiseTerm(term, exponent);
        if (exponent.IsInteger && IsExpandable(value, exponent)) return value.Power((int)exponent.Numerator, work);
        var root = RootOf(value.Numerator, exponent);
        return value.IsPolynomial ? root : root.Over(RootOf(value.Denominator, exponent), work);
    }

    private static bool IsExpandable(NormalForm value, Rational exponent)
    {
        var times = BigInteger.Abs(exponent.Numerator);
        if (times > MaxExpanded) return false;
        var terms = Math.Max(value.Numerator.Terms.Length, value.Denominator.Terms.Length);
        return terms <= 2 || Math.Pow((double)times, terms - 1) < 4 * Polynomial.MaxTerms;
    }

    private NormalForm RaiseNumber(Rational number, Rational exponent)
    {
        if (number.IsZero) return exponent.Sign > 0 ? NormalForm.Zero : throw new NotVerifiableException("a division by zero");
        if (exponent.IsInteger && number.Power(exponent.Numerator) is { } power) return NormalForm.Of(power);
        var sign = NormalForm.One;
        if (number.Sign < 0)
        {
            number = -number;
            // Real roots where there are any: the cube root of -8 is -2.
            if (exponent.Denominator == 2) sign = NormalForm.Of(Atom.I, Rational.Of(exponent.Numerator, 1));
            else if (exponent.Denominator.IsEven) sign = NormalForm.Of(Atom.Call("base", NormalForm.Of(-1)), exponent);
            else if (!exponent.Numerator.IsEven) sign = NormalForm.Of(-1);
        }
        return OfPrimes(number, exponent, NormalForm.One).Times(sign, work);
    }

    /// <summary>A positive number to the power of a number times a symbol, as powers of its primes.</summary>
    private NormalForm OfPrimes(Rational number, Rational exponent, NormalForm symbol)
    {
        var isNumber = symbol.Constant is not null;
        var result = NormalForm.One;
        foreach (var (value, sign) in new[] { (number.Numerator, Rational.One), (number.Denominator, -Rational.One) })
        {
            if (value.IsOne) continue;
            work.Spend(200);
            foreach (var (factor, count, certain) in Divisors.Factor(value))
            {
                var prime = Atom.OfPrime(factor, certain);
                var atom = isNumber ? prime : Atom.Call("^", NormalForm.Of(prime), symbol);
                result = result.Times(NormalForm.Of(atom, exponent * count * sign), work);
            }
        }
        return result;
    }

    private NormalForm RaiseTerm(Term term, Rational exponent)
    {
        if (exponent.IsInteger)
        {
            var power = term.Monomial.Raise(exponent);
            return RaiseNumber(term.Coefficient, exponent).Times(NormalForm.Of(Polynomial.Of(power)), work);
        }
        // What is above 0 leaves the root; of a variable nothing is known, except alone.
        var result = NormalForm.One;
        var rest = NormalForm.Of(term.Coefficient.Sign < 0 ? -1 : Rational.One);
        var alone = term.Monomial.Factors is [{ Exponent.IsOne: true }] && term.Coefficient.Sign > 0;
        foreach (var (atom, power) in term.Monomial.Factors)
        {
            var isPositive = atom.Kind == AtomKind.Prime || ReferenceEquals(atom, Atom.Pi) || ReferenceEquals(atom, Atom.E) || IsPositivePower(atom);
            if (isPositive || (alone && !ReferenceEquals(atom, Atom.I))) result = result.Times(NormalForm.Of(atom, power * exponent), work);
            else rest = rest.Times(NormalForm.Of(atom, power), work);
        }
        result = result.Times(RaiseNumber(term.Coefficient.Abs(), exponent), work);
        if (rest.Constant is { IsOne: true }) return result;
        return rest.Constant is { } sign
            ? result.Times(RaiseNumber(sign, exponent), work)
            : result.Times(NormalForm.Of(Atom.Call("base", rest), exponent), work);
    }

    // e^u and 2^u are above 0 for a real u; a complex one is not raised to a fraction in answers.
    private static bool IsPositivePower(Atom atom) =>
        atom is { Kind: AtomKind.Call, Name: "^" } && atom.Arguments[0].Single is { Monomial.Factors: [{ Atom: var basis }] }
        && (basis.Kind == AtomKind.Prime || ReferenceEquals(basis, Atom.E)) && !atom.Arguments[1].Key.Contains(Atom.I.Key, StringComparison.Ordinal);

    private NormalForm RootOf(Polynomial polynomial, Rational exponent)
    {
        if (polynomial.Terms.Length == 1) return RaiseTerm(polynomial.Terms[0], exponent);
        // The number that all coefficients have in common leaves the root.
        var content = polynomial.Terms.Select(term => term.Coefficient.Abs()).Aggregate(Divisors.Gcd);
        var primitive = NormalForm.Of(polynomial.Times(Rational.One / content));
        return RaiseNumber(content, exponent).Times(NormalForm.Of(Atom.Call("base", primitive), exponent), work);
    }
}
