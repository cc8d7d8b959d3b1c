using System.Numerics;
using Agro.Plugins.Rewards.Mathematics.Arithmetic;
using Agro.Plugins.Rewards.Mathematics.Normalization;

namespace Agro.Plugins.Rewards.Mathematics.Numerics;

/// <summary>Computes normal forms at a point, with bounds on the error.</summary>
/// <param name="valueOf">The value of a variable.</param>
internal sealed partial class Evaluator(Func<string, double> valueOf)
{
    private readonly Dictionary<Atom, Ball> _values = [];
    private int _work = 20_000;

    /// <summary>Whether a root or logarithm of a negative number was met, so that only complex numbers have a value here.</summary>
    public bool HasLeftReals { get; private set; }

    /// <summary>Computes a normal form.</summary>
    /// <param name="value">The normal form.</param>
    public Ball Evaluate(NormalForm value) =>
        value.IsPolynomial ? Evaluate(value.Numerator).Sum : Evaluate(value.Numerator).Sum * Evaluate(value.Denominator).Sum.Inverse();

    /// <summary>Computes a polynomial.</summary>
    /// <param name="polynomial">The polynomial.</param>
    /// <returns>The sum, and the largest magnitude among its terms.</returns>
    public (Ball Sum, double Scale) Evaluate(Polynomial polynomial)
    {
        var sum = new Ball(Complex.Zero, 0);
        var scale = 0.0;
        foreach (var (coefficient, monomial) in polynomial.Terms)
        {
            var term = Of(coefficient);
            foreach (var (atom, exponent) in monomial.Factors) term *= Raise(Evaluate(atom), exponent);
            sum += term;
            scale = Math.Max(scale, term.Magnitude);
        }
        return (sum, scale);
    }

    private static Ball Of(Rational value) => Ball.Rounded(value.ToDouble());

    private Ball Raise(Ball value, Rational exponent)
    {
        if (exponent.IsOne) return value;
        if (exponent.IsInteger && BigInteger.Abs(exponent.Numerator) < 10_000) return value.Power((int)exponent.Numerator);
        if (value.Magnitude == 0) return exponent.Sign > 0 ? value with { Radius = Math.Pow(value.Radius, exponent.ToDouble()) } : Ball.Unknown;
        if (!exponent.IsInteger) Leave(value);
        // A negative number has a real cube root.
        if (value is { IsReal: true, Center.Real: < 0 } && !exponent.Denominator.IsEven)
        {
            var root = (new Ball(-value.Center, value.Radius).Log() * Of(exponent)).Exp();
            return exponent.Numerator.IsEven ? root : root * new Ball(-Complex.One, 0);
        }
        return (value.Log() * Of(exponent)).Exp();
    }

    private void Leave(Ball value) => HasLeftReals |= value.IsReal && value.Center.Real < 0;

    private Ball Evaluate(Atom atom)
    {
        if (_values.TryGetValue(atom, out var known)) return known;
        NotVerifiableException.ThrowIfDeep();
        if (--_work < 0) throw new NotVerifiableException("an expression that takes too long to compute");
        var value = atom.Kind switch
        {
            AtomKind.Variable => new Ball(valueOf(atom.Name), 0),
            AtomKind.Prime => Of(Rational.Of(atom.Prime, 1)),
            AtomKind.Constant => atom.Name switch
            {
                "pi" => Ball.Rounded(Math.PI),
                "e" => Ball.Rounded(Math.E),
                "i" => new Ball(Complex.ImaginaryOne, 0),
                _ => new Ball(Complex.One, 0),
            },
            _ => EvaluateCall(atom),
        };
        _values[atom] = value;
        return value;
    }

    private Ball EvaluateCall(Atom atom)
    {
        if (atom.Name is "sum" or "prod") return EvaluateSeries(atom);
        if (atom.Name is "int" or "lim") return Ball.Unknown;
        var arguments = Array.ConvertAll(atom.Arguments, Evaluate);
        if (!Array.TrueForAll(arguments, argument => argument.IsKnown)) return Ball.Unknown;
        return arguments switch
        {
            [var only] => EvaluateFunction(atom, only),
            [var first, var second] => EvaluateFunction(atom, first, second),
            _ => atom.Name is "min" or "max" ? EvaluateExtreme(atom.Name, arguments) : Unnamed(atom),
        };
    }

    // A function that is not known has one value for its arguments, whichever it is.
    private Ball Unnamed(Atom atom) => new(valueOf(atom.Key), 0);
}
