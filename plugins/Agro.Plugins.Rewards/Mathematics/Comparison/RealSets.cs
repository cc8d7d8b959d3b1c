using Agro.Plugins.Rewards.Mathematics.Expressions;
using Agro.Plugins.Rewards.Mathematics.Normalization;
using Agro.Plugins.Rewards.Mathematics.Numerics;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>Compares sets of real numbers, however they are written: intervals, unions, inequalities of one variable.</summary>
/// <param name="scalars">Compares their ends.</param>
internal sealed class RealSets(ScalarComparer scalars)
{
    private static readonly Name Infinity = new("infinity");

    /// <summary>Whether an expression can only be a set, not a tuple.</summary>
    /// <param name="expression">The expression.</param>
    public static bool IsSet(Expression expression) => expression switch
    {
        Apply { Function: "∪" or "∩" or "\\" or "such that" } => true,
        Apply { Function: "-", Arguments: [Name { Text: "Reals" }, Collection { Open: "\\{" }] } => true,
        Name { Text: "Reals" or "emptyset" } => true,
        _ => false,
    };

    /// <summary>Compares two sets.</summary>
    /// <param name="gold">The right one.</param>
    /// <param name="answer">The other.</param>
    /// <returns>The verdict; null where one is no set of reals that is understood.</returns>
    public Verdict? Compare(Expression gold, Expression answer)
    {
        if (Read(gold) is not { } a || Read(answer) is not { } b) return null;
        if (a.Variable is not null && b.Variable is not null && a.Variable != b.Variable) return new(false, "different variables");
        var (left, right) = (a.Parts, b.Parts);
        if (left.Count != right.Count) return new(false, "different sets");
        for (var i = 0; i < left.Count; i++)
            if (!AreEqual(left[i].Low, right[i].Low) || !AreEqual(left[i].High, right[i].High)) return new(false, "different sets");
        return new(true, "the same set of reals");
    }

    private bool AreEqual(Bound a, Bound b) =>
        a.IsIn == b.IsIn && (double.IsInfinity(a.Value) || double.IsInfinity(b.Value) ? a.Value == b.Value : scalars.Compare(a.Expression, b.Expression).IsEqual);

    private static (List<Segment> Parts, string? Variable)? Read(Expression expression) => expression switch
    {
        Name { Text: "Reals" } => ([new(Bound.Below, Bound.Above)], null),
        Name { Text: "emptyset" } => ([], null),
        Collection { Open: "(" or "[", Close: ")" or "]", Items: [var low, var high] } interval => ReadInterval(interval, low, high),
        Collection { Open: "\\{" } set => ReadPoints(set),
        Apply { Function: "∪", Arguments: [var a, var b] } => Combine(Read(a), Read(b), Segments.Union),
        Apply { Function: "∩", Arguments: [var a, var b] } => Combine(Read(a), Read(b), Segments.Intersection),
        Apply { Function: "\\" or "-", Arguments: [var a, var b] } => Combine(Read(a), Read(b), (x, y) => Segments.Intersection(x, Segments.Complement(y))),
        Apply { Function: "such that", Arguments: [_, var condition] } => Read(condition),
        Relation { Signs: ["in"], Operands: [Name name, var set] } => Read(set) is { } found ? (found.Parts, name.Text) : null,
        Relation relation => ReadRelation(relation),
        Collection { Open: "", Items: { Length: > 1 } items } when Array.TrueForAll(items, item => item is Relation) => ReadConditions(items),
        _ => null,
    };

    private static (List<Segment>, string?)? ReadInterval(Collection interval, Expression low, Expression high)
    {
        if (End(low, interval.Open == "[") is not { } first || End(high, interval.Close == "]") is not { } last || first.Value > last.Value) return null;
        return ([new(first, last)], null);
    }

    private static (List<Segment>, string?)? ReadPoints(Collection set)
    {
        List<Segment> parts = [];
        foreach (var item in set.Items)
        {
            if (End(item, true) is not { } point || double.IsInfinity(point.Value)) return null;
            parts = Segments.Union(parts, [new(point, point)]);
        }
        return (parts, null);
    }

    private static (List<Segment>, string?)? Combine(
        (List<Segment> Parts, string? Variable)? a, (List<Segment> Parts, string? Variable)? b, Func<List<Segment>, List<Segment>, List<Segment>> combine)
    {
        if (a is not { } x || b is not { } y || (x.Variable is not null && y.Variable is not null && x.Variable != y.Variable)) return null;
        return (combine(x.Parts, y.Parts), x.Variable ?? y.Variable);
    }

    // "x < 1 or x > 3" joins what is apart; "x > 1 and x < 3" is where both hold.
    private static (List<Segment>, string?)? ReadConditions(Expression[] conditions)
    {
        var all = Read(conditions[0]);
        foreach (var condition in conditions[1..])
        {
            var next = Read(condition);
            var both = Combine(all, next, Segments.Intersection);
            all = both is { Item1.Count: 0 } ? Combine(all, next, Segments.Union) : both;
        }
        return all;
    }

    private static (List<Segment>, string?)? ReadRelation(Relation relation)
    {
        (List<Segment> Parts, string? Variable)? all = null;
        for (var i = 0; i < relation.Signs.Length; i++)
        {
            var (left, right, sign) = (relation.Operands[i], relation.Operands[i + 1], relation.Signs[i]);
            // With the variable on the right the sign turns round.
            var isLeft = left is Name;
            var name = (isLeft ? left : right) as Name;
            if (sign is not ("<" or "<=" or ">" or ">=" or "!=" or "=")) return null;
            if (name is null || Substitution.Variables(isLeft ? right : left).Count > 0)
            {
                // An equation is not what its solutions are.
                if (sign == "=" || Inequalities.Solve(left, sign, right) is not { } solved) return null;
                all = all is null ? solved : Combine(all, solved, Segments.Intersection);
                continue;
            }
            if (!isLeft) sign = Inequalities.Reverse(sign);
            if (End(isLeft ? right : left, sign is "<=" or ">=" or "=") is not { } end) return null;
            List<Segment> part = sign switch
            {
                "<" or "<=" => [new(Bound.Below, end)],
                ">" or ">=" => [new(end, Bound.Above)],
                "=" => [new(end, end)],
                _ => [new(Bound.Below, end), new(end, Bound.Above)],
            };
            all = all is null ? (part, name.Text) : Combine(all, (part, name.Text), Segments.Intersection);
        }
        return all;
    }

    private static Bound? End(Expression expression, bool isIn)
    {
        var sign = 1.0;
        var inner = expression;
        if (inner is Apply { Function: "-", Arguments: [var negated] }) (inner, sign) = (negated, -1.0);
        if (inner is Name { Text: "infinity" }) return new(sign * double.PositiveInfinity, Infinity, false);
        if (expression is Collection or Relation or Matrix or Words || Simplification.HasSigns(expression)) return null;
        var value = new Evaluator(_ => double.NaN).Evaluate(new Normalizer(new Work()).Normalize(expression));
        return value is { IsKnown: true, IsReal: true } ? new(value.Center.Real, expression, isIn) : null;
    }
}
