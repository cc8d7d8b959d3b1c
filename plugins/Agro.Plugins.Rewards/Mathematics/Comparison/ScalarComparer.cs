using Agro.Plugins.Rewards.Mathematics.Arithmetic;
using Agro.Plugins.Rewards.Mathematics.Expressions;
using Agro.Plugins.Rewards.Mathematics.Normalization;
using Agro.Plugins.Rewards.Mathematics.Numerics;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>Compares formulas: exactly where that decides, else in numbers with bounds on the error.</summary>
/// <param name="rules">What counts as the same.</param>
internal sealed class ScalarComparer(ComparisonRules rules)
{
    // A difference is nothing only where it was computed to this share of its terms.
    private const double Precision = 1e-9;

    private readonly Work _work = new();

    /// <summary>Whether two expressions are formulas.</summary>
    /// <param name="a">An expression.</param>
    /// <param name="b">Another.</param>
    public static bool CanCompare(Expression a, Expression b) =>
        a is not (Collection or Matrix or Words or Relation) && b is not (Collection or Matrix or Words or Relation);

    /// <summary>Compares two formulas.</summary>
    /// <param name="gold">The right one.</param>
    /// <param name="answer">The other.</param>
    public Verdict Compare(Expression gold, Expression answer)
    {
        if (gold is Number a && answer is Number b && a.Value == b.Value) return new(true, "the same number");
        if (gold is BasedNumber || answer is BasedNumber) return CompareBased(gold, answer);
        // 3 (mod 7) and 3 (mod 8) are different classes.
        if (gold is Apply { Function: "mod" } x && answer is Apply { Function: "mod" } y && !CompareUnits(x.Arguments[1], y.Arguments[1]).IsEqual)
            return new(false, "different moduli");
        var verdict = CompareUnits(gold, answer);
        if (verdict.IsEqual || !rules.CaseIsOptional || !CaseFolding.MayMatter(gold, answer)) return verdict;
        var (foldedGold, foldedAnswer) = (CaseFolding.Fold(gold), CaseFolding.Fold(answer));
        return foldedGold is null || foldedAnswer is null ? verdict : CompareUnits(foldedGold, foldedAnswer);
    }

    // 4210_5 is also right without its base.
    private Verdict CompareBased(Expression gold, Expression answer) => (gold, answer) switch
    {
        (BasedNumber x, BasedNumber y) => new(x.Digits == y.Digits && x.Radix == y.Radix, "digits and base"),
        (BasedNumber x, Number y) => new(x.Digits == y.Value.ToString(), "digits, one without a base"),
        (Number x, BasedNumber y) => new(x.Value.ToString() == y.Digits, "digits, one without a base"),
        _ => CompareUnits(gold, answer),
    };

    private Verdict CompareUnits(Expression gold, Expression answer)
    {
        var verdict = CompareValues(gold, answer);
        if (verdict.IsEqual) return verdict;
        if (UnitLetters.Drop(gold, answer) is { } counted) return CompareValues(counted, answer);
        if (UnitLetters.Drop(answer, gold) is { } count) return CompareValues(gold, count);
        if (!rules.PercentIsOptional) return verdict;
        var (part, share) = (OfPercent(gold), OfPercent(answer));
        if (part is not null && share is null) return CompareValues(part, answer);
        // 28% for 28, but not 0.75% for 0.75.
        return share is not null && IsWhole(gold) ? CompareValues(gold, share) : verdict;
    }

    private static Expression? OfPercent(Expression expression) => expression switch
    {
        Apply { Function: "%", Arguments: [var number] } => number,
        Apply { Function: "-", Arguments: [Apply { Function: "%", Arguments: [var number] }] } => new Apply("-", number),
        _ => null,
    };

    private static bool IsWhole(Expression gold) => gold is Apply { Function: "-", Arguments: [var negated] }
        ? IsWhole(negated)
        : gold is Number number && number.Value.Abs() >= Rational.One;

    private Verdict CompareValues(Expression gold, Expression answer)
    {
        var normalizer = new Normalizer(_work);
        var (x, y) = (normalizer.Normalize(gold), normalizer.Normalize(answer));
        // 120 is right for 120 degrees.
        var (inDegrees, isInDegrees) = (Degrees.Drop(x, _work), Degrees.Drop(y, _work));
        if (inDegrees is null != isInDegrees is null)
        {
            // 60 degrees are pi/3.
            var isAngle = Degrees.HasPi(inDegrees is null ? x : y);
            (x, y) = isAngle ? (normalizer.InRadians(x), normalizer.InRadians(y)) : (inDegrees ?? x, isInDegrees ?? y);
        }
        if (x.Constant is { } a && y.Constant is { } b)
        {
            if (a == b) return new(true, "equal as exact numbers");
            return Decimals.Written(gold, answer) && Decimals.AreClose(a, b, rules.Decimals)
                ? new(true, $"equal when rounded to {rules.Decimals} places")
                : new(false, "different numbers");
        }
        var difference = x.Numerator.Times(y.Denominator, _work).Plus(y.Numerator.Times(x.Denominator, _work), -1);
        if (difference.IsZero) return new(true, "equal in normal form");
        if (Decimals.Written(gold, answer) && AreCloseConstants(x, y)) return new(true, $"equal when rounded to {rules.Decimals} places");
        return IsDecided(difference) ? new(false, "different in normal form") : CompareAtPoints(difference);
    }

    private bool AreCloseConstants(NormalForm x, NormalForm y)
    {
        var evaluator = new Evaluator(_ => double.NaN);
        var (a, b) = (evaluator.Evaluate(x), evaluator.Evaluate(y));
        return a.IsKnown && b.IsKnown && Decimals.AreClose(a.Center.Real, b.Center.Real, rules.Decimals)
            && Decimals.AreClose(a.Center.Imaginary, b.Center.Imaginary, rules.Decimals);
    }

    // Roots of different square-free numbers, pi, e and variables have no relation among themselves (for roots: Besicovitch 1940).
    // Whether pi and e have one is not known, but no answer is right because of it.
    private static bool IsDecided(Polynomial difference) =>
        Array.TrueForAll(difference.Terms, term => Array.TrueForAll(term.Monomial.Factors, factor => !factor.Atom.IsOpaque));

    private static Verdict CompareAtPoints(Polynomial difference)
    {
        var verdict = CompareAtPoints(difference, RandomPoint.ValueOf);
        // (-1)^n, sums to n and remainders have values for whole numbers only.
        return verdict ?? CompareAtPoints(difference, RandomPoint.IntegerOf) ?? new(false, "not verifiable: too few points where both have a value");
    }

    private static Verdict? CompareAtPoints(Polynomial difference, Func<string, int, double> valueOf)
    {
        var agreed = 0;
        var isConstant = true;
        for (var point = 0; point < RandomPoint.Count; point++)
        {
            var at = point;
            var evaluator = new Evaluator(name =>
            {
                isConstant = false;
                return valueOf(name, at);
            });
            var (sum, scale) = evaluator.Evaluate(difference);
            var isMeant = !evaluator.HasLeftReals || isConstant || HasI(difference);
            if (sum.IsKnown && isMeant)
            {
                if (sum.Magnitude > sum.Radius) return new(false, isConstant ? "different values" : "different values at a random point");
                if (sum.Radius <= Precision * scale) agreed++;
            }
            if (isConstant) break;
        }
        if (isConstant) return agreed > 0 ? new(true, "equal in value") : new(false, "not verifiable: the value is not known well enough");
        return agreed >= 3 ? new(true, $"equal at {agreed} random points") : null;
    }

    private static bool HasI(Polynomial polynomial) =>
        Array.Exists(polynomial.Terms, term => Array.Exists(term.Monomial.Factors, factor => ReferenceEquals(factor.Atom, Atom.I)));
}
