using Agro.Plugins.Rewards.Mathematics.Arithmetic;

namespace Agro.Plugins.Rewards.Mathematics.Normalization;

internal sealed partial class Normalizer
{
    private NormalForm Trigonometric(string function, NormalForm angle)
    {
        angle = InRadians(angle);
        return function switch
        {
            "sin" => Sine(angle),
            "cos" => Cosine(angle),
            "tan" => Sine(angle).Over(Cosine(angle), work),
            "cot" => Cosine(angle).Over(Sine(angle), work),
            "sec" => NormalForm.One.Over(Cosine(angle), work),
            _ => NormalForm.One.Over(Sine(angle), work),
        };
    }

    /// <summary>An angle without its degree signs.</summary>
    /// <param name="angle">The angle.</param>
    public NormalForm InRadians(NormalForm angle)
    {
        if (!angle.IsPolynomial || !Array.Exists(angle.Numerator.Terms, term => !term.Monomial.Without(Atom.Degree).Exponent.IsZero)) return angle;
        var radians = NormalForm.Of(Atom.Pi).Times(NormalForm.Of(Rational.Of(1, 180)), work);
        var sum = NormalForm.Zero;
        foreach (var (coefficient, monomial) in angle.Numerator.Terms)
        {
            var (rest, exponent) = monomial.Without(Atom.Degree);
            var term = NormalForm.Of(Polynomial.Of(new Term(coefficient, rest)));
            sum = sum.Plus(exponent.IsOne ? term.Times(radians, work) : term, Rational.One, work);
        }
        return sum;
    }

    private NormalForm Sine(NormalForm angle)
    {
        if (Turns(angle) is { } turns) return ExactSine(turns) ?? NormalForm.Of(Atom.Call("sin", Times(Atom.Pi, turns)));
        return IsNegative(angle)
            ? NormalForm.Of(Atom.Call("sin", Negative(angle))).Times(NormalForm.Of(-1), work)
            : NormalForm.Of(Atom.Call("sin", angle));
    }

    private NormalForm Cosine(NormalForm angle)
    {
        if (Turns(angle) is { } turns) return ExactSine(turns + Rational.Of(1, 2)) ?? NormalForm.Of(Atom.Call("cos", Times(Atom.Pi, turns.Abs())));
        return NormalForm.Of(Atom.Call("cos", IsNegative(angle) ? Negative(angle) : angle));
    }

    /// <summary>The angle as a multiple of pi, where it is one.</summary>
    private static Rational? Turns(NormalForm angle) => angle.Constant is { IsZero: true } ? Rational.Zero
        : angle.Single is { Monomial.Factors: [{ Exponent.IsOne: true } factor] } term && ReferenceEquals(factor.Atom, Atom.Pi) ? term.Coefficient : null;

    /// <summary>The sine of a multiple of pi, where it is a square root.</summary>
    private NormalForm? ExactSine(Rational turns)
    {
        turns -= (turns / 2).Floor() * 2;
        var sign = 1;
        if (turns > Rational.One) (turns, sign) = (turns - 1, -1);
        if (turns > Rational.Of(1, 2)) turns = Rational.One - turns;
        if (turns.IsZero) return NormalForm.Zero;
        // sin^2 is 1/4, 1/2, 3/4, 1 at a sixth, a quarter, a third and a half of pi.
        Rational? square = turns == Rational.Of(1, 6) ? Rational.Of(1, 4)
            : turns == Rational.Of(1, 4) ? Rational.Of(1, 2)
            : turns == Rational.Of(1, 3) ? Rational.Of(3, 4)
            : turns == Rational.Of(1, 2) ? Rational.One : null;
        return square is { } value ? RaiseNumber(value, Rational.Of(1, 2)).Times(NormalForm.Of(sign), work) : null;
    }

    private NormalForm Times(Atom atom, Rational number) => NormalForm.Of(atom).Times(NormalForm.Of(number), work);

    private NormalForm Negative(NormalForm value) => value.Times(NormalForm.Of(-1), work);

    // One of u and -u, always the same.
    private static bool IsNegative(NormalForm value)
    {
        if (value.Numerator.IsZero) return false;
        return value.Numerator.Terms.MinBy(term => term.Monomial.ToString(), StringComparer.Ordinal).Coefficient.Sign < 0;
    }

    private NormalForm Absolute(NormalForm value)
    {
        if (value.Constant is { } number) return NormalForm.Of(number.Abs());
        if (value.Single is { } term && Array.TrueForAll(term.Monomial.Factors, factor => factor.Atom.Kind == AtomKind.Prime || ReferenceEquals(factor.Atom, Atom.Pi)))
            return NormalForm.Of(Polynomial.Of(term with { Coefficient = term.Coefficient.Abs() }));
        return NormalForm.Of(Atom.Call("abs", IsNegative(value) ? Negative(value) : value));
    }

    private NormalForm Logarithm(NormalForm value)
    {
        if (value.Constant is { Sign: > 0 } number) return OfLogarithms(number);
        if (value.Constant is { IsZero: true }) throw new NotVerifiableException("a logarithm of zero");
        if (value.Single is { Coefficient.Sign: > 0 } term && Array.TrueForAll(term.Monomial.Factors, IsPowerOfPositive))
        {
            var sum = OfLogarithms(term.Coefficient);
            foreach (var (atom, exponent) in term.Monomial.Factors)
                sum = sum.Plus(ReferenceEquals(atom, Atom.E) ? NormalForm.One : NormalForm.Of(Atom.Call("ln", NormalForm.Of(atom))), exponent, work);
            return sum;
        }
        if (value.Single is { Coefficient.IsOne: true, Monomial.Factors: [{ Atom: { Kind: AtomKind.Call, Name: "^" } power } only] }
            && power.Arguments[0].Single is { Monomial.Factors: [{ Atom: var basis }] } && ReferenceEquals(basis, Atom.E))
            return power.Arguments[1].Times(NormalForm.Of(only.Exponent), work);
        return NormalForm.Of(Atom.Call("ln", value));
    }

    private static bool IsPowerOfPositive(Factor factor) =>
        factor.Atom.Kind == AtomKind.Prime || ReferenceEquals(factor.Atom, Atom.E) || ReferenceEquals(factor.Atom, Atom.Pi);

    private NormalForm OfLogarithms(Rational number)
    {
        var sum = NormalForm.Zero;
        foreach (var (value, sign) in new[] { (number.Numerator, 1), (number.Denominator, -1) })
        {
            if (value.IsOne) continue;
            work.Spend(200);
            foreach (var (factor, count, certain) in Divisors.Factor(value))
                sum = sum.Plus(NormalForm.Of(Atom.Call("ln", NormalForm.Of(Atom.OfPrime(factor, certain)))), sign * count, work);
        }
        return sum;
    }
}
