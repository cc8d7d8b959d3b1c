using Agro.Plugins.Rewards.Mathematics.Arithmetic;
using Agro.Plugins.Rewards.Mathematics.Expressions;

namespace Agro.Plugins.Rewards.Mathematics.Normalization;

/// <summary>Brings expressions into normal form, by exact arithmetic.</summary>
/// <param name="work">What it may cost.</param>
internal sealed partial class Normalizer(Work work)
{
    private readonly Dictionary<string, NormalForm> _bound = [];

    /// <summary>What it may cost.</summary>
    public Work Work => work;

    /// <summary>Normalizes an expression.</summary>
    /// <param name="expression">A number, not a set or relation.</param>
    /// <returns>Its normal form.</returns>
    /// <exception cref="NotVerifiableException">It has none that could be found.</exception>
    public NormalForm Normalize(Expression expression) => expression switch
    {
        Number number => NormalForm.Of(number.Value),
        Name name => NormalizeName(name.Text),
        BasedNumber based => NormalForm.Of(Atom.Variable($"{based.Digits}_{based.Radix}")),
        Apply apply => NormalizeCall(apply.Function, apply.Arguments),
        _ => throw new NotVerifiableException("a set, relation or text inside a formula"),
    };

    private NormalForm NormalizeName(string name) => _bound.TryGetValue(name, out var value) ? value : name switch
    {
        "pi" => NormalForm.Of(Atom.Pi),
        "e" => NormalForm.Of(Atom.E),
        "i" => NormalForm.Of(Atom.I),
        _ => NormalForm.Of(Atom.Variable(name)),
    };

    private NormalForm NormalizeCall(string function, Expression[] arguments)
    {
        work.Spend(1);
        NotVerifiableException.ThrowIfDeep();
        switch (function)
        {
            case "+" or "-" when arguments.Length == 2:
                return Normalize(arguments[0]).Plus(Normalize(arguments[1]), function == "+" ? Rational.One : -1, work);
            case "-":
                return Normalize(arguments[0]).Times(NormalForm.Of(-1), work);
            case "*":
                return Normalize(arguments[0]).Times(Normalize(arguments[1]), work);
            case "/":
                return Normalize(arguments[0]).Over(Normalize(arguments[1]), work);
            case "^":
                return Raise(Normalize(arguments[0]), Normalize(arguments[1]));
            case "%":
                return Normalize(arguments[0]).Times(NormalForm.Of(Rational.Of(1, 100)), work);
            case "°":
                return Normalize(arguments[0]).Times(NormalForm.Of(Atom.Degree), work);
            case "sum" or "prod":
                return NormalizeSeries(function, arguments);
            case "int":
                return Integrate(arguments);
            case "lim":
                return Limit(arguments);
            case "derivative":
                return Derive(Normalize(arguments[0]), ((Name)arguments[1]).Text);
            case "gcd" or "lcm":
                return Divide(function, Array.ConvertAll(arguments, Normalize), Array.Exists(arguments, HasDecimal));
            case "det":
                return Determinant(arguments[0]);
            default:
                return NormalizeFunction(function, Array.ConvertAll(arguments, Normalize));
        }
    }

    private NormalForm NormalizeFunction(string function, NormalForm[] arguments) => function switch
    {
        "sin" or "cos" or "tan" or "cot" or "sec" or "csc" => Trigonometric(function, arguments[0]),
        "ln" => Logarithm(arguments[0]),
        "log" => Logarithm(arguments[0]).Over(Logarithm(arguments[1]), work),
        "abs" => Absolute(arguments[0]),
        "!" => Factorial(arguments[0]),
        "binom" => Binomial(arguments[0], arguments[1]),
        "min" or "max" => Extreme(function, arguments),
        "mod" => Modulo(arguments[0], arguments[1]),
        "floor" or "ceil" => Round(function, arguments[0]),
        _ => NormalForm.Of(Atom.Call(function, arguments)),
    };

    private static bool HasDecimal(Expression expression) => expression is Number { IsDecimal: true }
        || (expression is Apply apply && Array.Exists(apply.Arguments, HasDecimal));

    private NormalForm Determinant(Expression expression)
    {
        if (expression is not Matrix matrix || matrix.Rows.Length != matrix.Rows[0].Length || matrix.Rows.Length > 4)
            throw new NotVerifiableException("a determinant of what is no small square matrix");
        return Determinant([.. matrix.Rows.Select(row => Array.ConvertAll(row, Normalize))]);
    }

    private NormalForm Determinant(NormalForm[][] rows)
    {
        if (rows.Length == 1) return rows[0][0];
        var sum = NormalForm.Zero;
        for (var column = 0; column < rows.Length; column++)
        {
            var skipped = column;
            var minor = Determinant([.. rows[1..].Select(row => (NormalForm[])[.. row[..skipped], .. row[(skipped + 1)..]])]);
            sum = sum.Plus(rows[0][column].Times(minor, work), column % 2 == 0 ? Rational.One : -1, work);
        }
        return sum;
    }
}
