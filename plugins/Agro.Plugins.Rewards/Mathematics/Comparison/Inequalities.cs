using Agro.Plugins.Rewards.Mathematics.Expressions;
using Agro.Plugins.Rewards.Mathematics.Normalization;
using Agro.Plugins.Rewards.Mathematics.Numerics;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>Solves inequalities of one variable that are linear, quadratic or bounds of an absolute value.</summary>
internal static class Inequalities
{
    /// <summary>Solves an inequality.</summary>
    /// <param name="left">The left side.</param>
    /// <param name="sign"><c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c> or <c>!=</c>.</param>
    /// <param name="right">The right side.</param>
    /// <returns>The set and the variable; null where it is another inequality.</returns>
    public static (List<Segment> Parts, string Variable)? Solve(Expression left, string sign, Expression right)
    {
        if (!ScalarComparer.CanCompare(left, right) || Simplification.HasSigns(left) || Simplification.HasSigns(right)) return null;
        var variables = Substitution.Variables(left);
        variables.UnionWith(Substitution.Variables(right));
        if (variables.Count != 1) return null;
        var variable = variables.First();
        if (left is Apply { Function: "abs", Arguments: [var inside] } && Value(right) is { } bound)
            return OfAbsolute(inside, sign, right, bound, variable) is { } solved ? (solved, variable) : null;
        if (right is Apply { Function: "abs" } && Value(left) is not null) return Solve(right, Reverse(sign), left);
        return OfPolynomial(new Apply("-", left, right), sign, variable) is { } parts ? (parts, variable) : null;
    }

    /// <summary>The sign with the sides swapped.</summary>
    /// <param name="sign">A sign.</param>
    public static string Reverse(string sign) => sign switch { "<" => ">", "<=" => ">=", ">" => "<", ">=" => "<=", _ => sign };

    private static List<Segment>? OfAbsolute(Expression inside, string sign, Expression bound, double value, string variable)
    {
        if (value <= 0) return null;
        var above = OfPolynomial(new Apply("-", inside, bound), sign, variable);
        var below = OfPolynomial(new Apply("-", new Apply("-", inside), bound), sign, variable);
        if (above is null || below is null) return null;
        return sign is "<" or "<=" or "!=" ? Segments.Intersection(above, below) : Segments.Union(above, below);
    }

    /// <summary>Where a polynomial is below, above or not 0.</summary>
    private static List<Segment>? OfPolynomial(Expression polynomial, string sign, string variable)
    {
        Expression At(int x) => Substitution.Replace(polynomial, new Dictionary<string, Expression> { [variable] = new Number(x) });
        // p(0), p(1) and p(-1) have the coefficients, where there are no others.
        var (zero, one, minus) = (At(0), At(1), At(-1));
        Expression square = new Apply("-", new Apply("/", new Apply("+", one, minus), new Number(2)), zero);
        Expression slope = new Apply("/", new Apply("-", one, minus), new Number(2));
        var name = new Name(variable);
        var quadratic = new Apply("+", new Apply("*", square, new Apply("^", name, new Number(2))), new Apply("+", new Apply("*", slope, name), zero));
        if (!new Normalizer(new Work()).Normalize(new Apply("-", polynomial, quadratic)).Numerator.IsZero) return null;
        if (Value(square) is not { } a || Value(slope) is not { } b || Value(zero) is not { } c) return null;
        var isIn = sign is "<=" or ">=";
        List<Bound> roots = [];
        if (a != 0)
        {
            if ((b * b) - (4 * a * c) <= 1e-9 * b * b) return null;
            Expression discriminant = new Apply("-", new Apply("^", slope, new Number(2)), new Apply("*", new Number(4), new Apply("*", square, zero)));
            var root = new Apply("^", discriminant, new Apply("/", new Number(1), new Number(2)));
            foreach (var choice in (string[])["-", "+"])
            {
                Expression at = new Apply("/", new Apply(choice, new Apply("-", slope), root), new Apply("*", new Number(2), square));
                if (Value(at) is not { } value) return null;
                roots.Add(new(value, at, isIn));
            }
            roots.Sort((x, y) => x.Value.CompareTo(y.Value));
        }
        else if (b != 0 && Value(new Apply("/", new Apply("-", zero), slope)) is { } value) roots.Add(new(value, new Apply("/", new Apply("-", zero), slope), isIn));
        else return null;
        return Between(roots, sign, risesAtEnd: a != 0 ? a > 0 : b > 0);
    }

    private static List<Segment> Between(List<Bound> roots, string sign, bool risesAtEnd)
    {
        List<Bound> ends = [Bound.Below, .. roots, Bound.Above];
        var parts = new List<Segment>();
        for (var i = ends.Count - 2; i >= 0; i--)
        {
            // From the right the sign changes at each root.
            var isPositive = risesAtEnd == ((ends.Count - 2 - i) % 2 == 0);
            if (sign == "!=" || isPositive == (sign is ">" or ">=")) parts.Insert(0, new(ends[i], ends[i + 1]));
        }
        return parts;
    }

    private static double? Value(Expression expression)
    {
        if (Substitution.Variables(expression).Count > 0) return null;
        var ball = new Evaluator(_ => double.NaN).Evaluate(new Normalizer(new Work()).Normalize(expression));
        return ball is { IsKnown: true, IsReal: true } ? ball.Center.Real : null;
    }
}
