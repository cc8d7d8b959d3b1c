using Agro.Plugins.Rewards.Mathematics.Arithmetic;
using Agro.Plugins.Rewards.Mathematics.Expressions;

namespace Agro.Plugins.Rewards.Mathematics.Normalization;

/// <summary>What has a bound variable: sums, products, limits, integrals and derivatives.</summary>
internal sealed partial class Normalizer
{
    private const int MaxSummands = 500;

    private NormalForm NormalizeSeries(string function, Expression[] arguments)
    {
        var (body, variable) = (arguments[0], ((Name)arguments[1]).Text);
        var (lower, upper) = (Normalize(arguments[2]), Normalize(arguments[3]));
        if (lower.Integer is { } first && upper.Integer is { } last && last - first < MaxSummands)
        {
            var result = function == "sum" ? NormalForm.Zero : NormalForm.One;
            for (var i = first; i <= last; i++)
            {
                var term = With(variable, NormalForm.Of(Rational.Of(i, 1)), body);
                result = function == "sum" ? result.Plus(term, Rational.One, work) : result.Times(term, work);
            }
            return result;
        }
        // The bound variable has the same name in all of them, so that the letter does not matter.
        var bound = Atom.Variable($"#{_bound.Count}");
        var general = With(variable, NormalForm.Of(bound), body);
        if (!Contains(general, bound))
        {
            var count = upper.Plus(lower, -1, work).Plus(NormalForm.One, Rational.One, work);
            return function == "sum" ? general.Times(count, work) : Raise(general, count);
        }
        return NormalForm.Of(Atom.Call(function, general, NormalForm.Of(bound), lower, upper));
    }

    private NormalForm With(string variable, NormalForm value, Expression body)
    {
        var outer = _bound.GetValueOrDefault(variable);
        _bound[variable] = value;
        var result = Normalize(body);
        if (outer is null) _bound.Remove(variable);
        else _bound[variable] = outer;
        return result;
    }

    private static bool Contains(NormalForm value, Atom atom) => Contains(value.Numerator, atom) || Contains(value.Denominator, atom);

    private static bool Contains(Polynomial polynomial, Atom atom) => Array.Exists(polynomial.Terms, term => Array.Exists(
        term.Monomial.Factors, factor => factor.Atom.Equals(atom) || Array.Exists(factor.Atom.Arguments, argument => Contains(argument, atom))));

    private NormalForm Limit(Expression[] arguments)
    {
        var (variable, target) = (((Name)arguments[1]).Text, Normalize(arguments[2]));
        var bound = Atom.Variable($"#{_bound.Count}");
        var general = With(variable, NormalForm.Of(bound), arguments[0]);
        if (!Contains(general, bound)) return general;
        if (target.Key.Contains("infinity", StringComparison.Ordinal)) return NormalForm.Of(Atom.Call("lim", general, NormalForm.Of(bound), target));
        // Where the function is defined it is taken to be continuous.
        return With(variable, target, arguments[0]);
    }

    private NormalForm Integrate(Expression[] arguments)
    {
        var variable = ((Name)arguments[1]).Text;
        var atom = Atom.Variable($"#{_bound.Count}");
        var body = With(variable, NormalForm.Of(atom), arguments[0]);
        var name = NormalizeName(variable);
        if (!body.IsPolynomial || Array.Exists(body.Numerator.Terms, term => Contains(Polynomial.Of(new Term(1, term.Monomial.Without(atom).Others)), atom)))
            return NormalForm.Of(Atom.Call("int", [body, NormalForm.Of(atom), .. arguments[2..].Select(Normalize)]));
        if (arguments.Length == 2) return Antiderivative(body.Numerator, atom, name);
        return Antiderivative(body.Numerator, atom, Normalize(arguments[3]))
            .Plus(Antiderivative(body.Numerator, atom, Normalize(arguments[2])), -1, work);
    }

    private NormalForm Antiderivative(Polynomial body, Atom atom, NormalForm at)
    {
        var sum = NormalForm.Zero;
        foreach (var (coefficient, monomial) in body.Terms)
        {
            var (rest, exponent) = monomial.Without(atom);
            var power = exponent + 1;
            var integral = power.IsZero ? Logarithm(at) : Raise(at, power).Times(NormalForm.Of(Rational.One / power), work);
            sum = sum.Plus(NormalForm.Of(Polynomial.Of(new Term(coefficient, rest))).Times(integral, work), Rational.One, work);
        }
        return sum;
    }

    private NormalForm Derive(NormalForm value, string variable)
    {
        var atom = Atom.Variable(variable);
        var numerator = Derive(value.Numerator, atom);
        if (value.IsPolynomial) return numerator;
        var (top, bottom) = (NormalForm.Of(value.Numerator), NormalForm.Of(value.Denominator));
        return numerator.Times(bottom, work).Plus(top.Times(Derive(value.Denominator, atom), work), -1, work).Over(bottom.Times(bottom, work), work);
    }

    private NormalForm Derive(Polynomial polynomial, Atom variable)
    {
        var sum = NormalForm.Zero;
        foreach (var (coefficient, monomial) in polynomial.Terms)
        {
            foreach (var (atom, exponent) in monomial.Factors)
            {
                var inner = DeriveAtom(atom, variable);
                if (inner.Numerator.IsZero) continue;
                var rest = NormalForm.Of(Polynomial.Of(new Term(coefficient * exponent, monomial.Without(atom).Others)));
                var lowered = exponent.IsOne ? NormalForm.One : NormalForm.Of(atom, exponent - 1);
                sum = sum.Plus(rest.Times(lowered, work).Times(inner, work), Rational.One, work);
            }
        }
        return sum;
    }

    private NormalForm DeriveAtom(Atom atom, Atom variable)
    {
        if (atom.Kind != AtomKind.Call) return atom.Equals(variable) ? NormalForm.One : NormalForm.Zero;
        if (!Array.Exists(atom.Arguments, argument => Contains(argument, variable))) return NormalForm.Zero;
        var inner = atom.Arguments[0];
        var outer = atom.Name switch
        {
            "base" => NormalForm.One,
            "sin" => Cosine(inner),
            "cos" => Negative(Sine(inner)),
            "ln" => NormalForm.One.Over(inner, work),
            "^" when !Contains(inner, variable) =>
                NormalForm.Of(atom).Times(Logarithm(inner), work).Times(Derive(atom.Arguments[1], variable.Name), work),
            _ => throw new NotVerifiableException($"a derivative of {atom.Name}"),
        };
        return atom.Name == "^" ? outer : outer.Times(Derive(inner, variable.Name), work);
    }
}
