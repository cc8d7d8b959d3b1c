using System.Numerics;
using Agro.Plugins.Rewards.Mathematics.Normalization;

namespace Agro.Plugins.Rewards.Mathematics.Numerics;

internal sealed partial class Evaluator
{
    private const int MaxSummands = 400;

    private Ball EvaluateFunction(Atom atom, Ball value)
    {
        switch (atom.Name)
        {
            case "base":
                return value;
            case "ln":
                Leave(value);
                return value.Log();
            case "sin":
                return value.Map(value.IsReal ? x => Math.Sin(x.Real) : Complex.Sin, 2 + value.Magnitude);
            case "cos":
                return value.Map(value.IsReal ? x => Math.Cos(x.Real) : Complex.Cos, 2 + value.Magnitude);
            case "arcsin" or "arccos" or "artanh":
                HasLeftReals |= value.IsReal && Math.Abs(value.Center.Real) > 1;
                break;
            case "arcosh":
                HasLeftReals |= value.IsReal && value.Center.Real < 1;
                break;
            case "abs":
                return new(value.Magnitude, value.Radius);
            case "floor" or "ceil":
                return EvaluateRounding(atom.Name, value);
            case "!":
                return value.Center.Real < 170 ? value.Map(SpecialFunctions.Factorial, 100) : Ball.Unknown;
        }
        Func<Complex, Complex>? function = atom.Name switch
        {
            "arcsin" => Complex.Asin,
            "arccos" => Complex.Acos,
            "arctan" => Complex.Atan,
            "sinh" => Complex.Sinh,
            "cosh" => Complex.Cosh,
            "tanh" => Complex.Tanh,
            "coth" => x => Complex.One / Complex.Tanh(x),
            "arsinh" => SpecialFunctions.ArSinh,
            "arcosh" => SpecialFunctions.ArCosh,
            "artanh" => SpecialFunctions.ArTanh,
            "overline" => Complex.Conjugate,
            _ => null,
        };
        return function is null ? Unnamed(atom) : value.Map(function);
    }

    private static Ball EvaluateRounding(string name, Ball value)
    {
        if (!value.IsReal) return Ball.Unknown;
        var (low, high) = (value.Center.Real - value.Radius, value.Center.Real + value.Radius);
        var (first, last) = name == "floor" ? (Math.Floor(low), Math.Floor(high)) : (Math.Ceiling(low), Math.Ceiling(high));
        return first == last ? new(first, 0) : Ball.Unknown;
    }

    private Ball EvaluateFunction(Atom atom, Ball first, Ball second)
    {
        switch (atom.Name)
        {
            case "^":
                if (first.Magnitude == 0) return Ball.Unknown;
                if (first is { IsReal: true, Center.Real: < 0 } && IsWhole(second)) return RaiseNegative(first, second);
                Leave(first);
                return (first.Log() * second).Exp();
            case "mod":
                if (!first.IsReal || !second.IsReal || second.Magnitude == 0) return Ball.Unknown;
                var turns = EvaluateRounding("floor", first * second.Inverse());
                return first + (turns * second * new Ball(-Complex.One, 0));
            case "min" or "max":
                return EvaluateExtreme(atom.Name, [first, second]);
            case "binom":
                var difference = first + (second * new Ball(-Complex.One, 0));
                return Factorial(first) * (Factorial(second) * Factorial(difference)).Inverse();
            default:
                return Unnamed(atom);
        }
    }

    private static bool IsWhole(Ball value) => value.IsReal && value.Radius < 1e-9 && Math.Abs(value.Center.Real) < 10_000
        && Math.Abs(value.Center.Real - Math.Round(value.Center.Real)) <= value.Radius;

    // (-2)^n for a whole n, which was computed with a small error.
    private static Ball RaiseNegative(Ball value, Ball exponent)
    {
        var power = value.Power((int)Math.Round(exponent.Center.Real));
        return power with { Radius = power.Radius + (power.Magnitude * exponent.Radius * (1 + Math.Abs(Math.Log(value.Magnitude)))) };
    }

    private static Ball Factorial(Ball value) => value.Center.Real < 170 ? value.Map(SpecialFunctions.Factorial, 100) : Ball.Unknown;

    private static Ball EvaluateExtreme(string name, Ball[] values)
    {
        if (!Array.TrueForAll(values, value => value.IsReal)) return Ball.Unknown;
        var best = name == "min" ? values.Min(value => value.Center.Real) : values.Max(value => value.Center.Real);
        return new(best, values.Max(value => value.Radius));
    }

    /// <summary>A sum or product term by term, to infinity where the terms fall fast.</summary>
    private Ball EvaluateSeries(Atom atom)
    {
        var variable = atom.Arguments[1].Single!.Value.Monomial.Factors[0].Atom.Name;
        var lower = Evaluate(atom.Arguments[2]);
        var isInfinite = atom.Arguments[3].Key.Contains("infinity", StringComparison.Ordinal);
        var count = isInfinite ? MaxSummands : Evaluate(atom.Arguments[3]).Center.Real - lower.Center.Real + 1;
        if (!lower.IsReal || count > MaxSummands || Math.Abs(count - Math.Round(count)) > 1e-9) return Ball.Unknown;
        var isSum = atom.Name == "sum";
        var total = new Ball(isSum ? Complex.Zero : Complex.One, 0);
        var before = double.PositiveInfinity;
        for (var i = 0; i < (int)Math.Round(count); i++)
        {
            var at = lower.Center.Real + i;
            var term = new Evaluator(name => name == variable ? at : valueOf(name)) { _work = _work / 10 }.Evaluate(atom.Arguments[0]);
            _work -= 10;
            if (_work < 0 || !term.IsKnown) return Ball.Unknown;
            total = isSum ? total + term : total * term;
            // Falling by half or more each time, what is left is less than the last term.
            if (isInfinite && isSum && i > 5 && term.Magnitude < 1e-17 * total.Magnitude && term.Magnitude <= before / 2)
                return total with { Radius = total.Radius + term.Magnitude };
            before = term.Magnitude;
        }
        return isInfinite ? Ball.Unknown : total;
    }
}
