using Agro.Plugins.Rewards.Mathematics.Arithmetic;
using Agro.Plugins.Rewards.Mathematics.Expressions;
using Agro.Plugins.Rewards.Mathematics.Normalization;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>Compares equations and inequalities.</summary>
/// <param name="scalars">Compares their sides.</param>
internal sealed class RelationComparer(ScalarComparer scalars)
{
    /// <summary>Compares two relations: side by side, or as multiples of each other.</summary>
    /// <param name="gold">The right one.</param>
    /// <param name="answer">The other.</param>
    public Verdict Compare(Relation gold, Relation answer)
    {
        var (a, b) = (Orient(gold), Orient(answer));
        if (!a.Signs.AsSpan().SequenceEqual(b.Signs)) return new(false, "different relations");
        if (HaveEqualSides(a, b)) return new(true, "equal sides");
        if (a.Signs is ["="] or ["!="] or ["≡"] && HaveEqualSides(a, new Relation([b.Operands[1], b.Operands[0]], b.Signs))) return new(true, "equal sides");
        if (a.Signs is not [var sign] || sign is not ("=" or "!=" or "<" or "<=")) return new(false, "different relations");
        return Multiple(Difference(a), Difference(b)) is { } factor && (factor.Sign > 0 || sign is "=" or "!=")
            ? new(true, $"the same {(sign is "=" or "!=" ? "equation" : "inequality")}, times {factor}")
            : new(false, "different relations");
    }

    private bool HaveEqualSides(Relation a, Relation b)
    {
        for (var i = 0; i < a.Operands.Length; i++)
            if (!ScalarComparer.CanCompare(a.Operands[i], b.Operands[i]) || !scalars.Compare(a.Operands[i], b.Operands[i]).IsEqual) return false;
        return true;
    }

    // a > b is b < a.
    private static Relation Orient(Relation relation) => Array.Exists(relation.Signs, sign => sign is ">" or ">=") && !Array.Exists(relation.Signs, sign => sign is "<" or "<=")
        ? new([.. relation.Operands.Reverse()], [.. relation.Signs.Reverse().Select(sign => sign == ">" ? "<" : sign == ">=" ? "<=" : sign)])
        : relation;

    private static Polynomial? Difference(Relation relation)
    {
        if (Array.Exists(relation.Operands, operand => operand is Collection or Matrix or Words or Relation)) return null;
        var work = new Work();
        var normalizer = new Normalizer(work);
        var difference = normalizer.Normalize(relation.Operands[0]).Plus(normalizer.Normalize(relation.Operands[1]), -1, work);
        // An equation may be multiplied by its denominator, an inequality not.
        return difference.IsPolynomial || relation.Signs[0] is "=" or "!=" ? difference.Numerator : null;
    }

    /// <summary>How often one polynomial is the other; null where it is no multiple.</summary>
    private static Rational? Multiple(Polynomial? a, Polynomial? b)
    {
        if (a is null || b is null || a.IsZero || a.Terms.Length != b.Terms.Length) return null;
        var other = b.Terms.FirstOrDefault(term => term.Monomial.Equals(a.Terms[0].Monomial));
        if (other.Monomial is null) return null;
        var factor = other.Coefficient / a.Terms[0].Coefficient;
        return b.Plus(a, -factor).IsZero ? factor : null;
    }
}
