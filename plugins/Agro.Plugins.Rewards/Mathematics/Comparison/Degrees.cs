using Agro.Plugins.Rewards.Mathematics.Normalization;

namespace Agro.Plugins.Rewards.Mathematics.Comparison;

/// <summary>The degree as a unit.</summary>
internal static class Degrees
{
    /// <summary>A value without its degree signs.</summary>
    /// <param name="value">The value.</param>
    /// <param name="work">What it may cost.</param>
    /// <returns>The value; null where there is no such sign.</returns>
    public static NormalForm? Drop(NormalForm value, Work work)
    {
        if (!Array.Exists(value.Numerator.Terms, term => HasDegree(term))) return null;
        var sum = Polynomial.Zero;
        foreach (var term in value.Numerator.Terms)
            sum = sum.Plus(Polynomial.Of(term with { Monomial = term.Monomial.Without(Atom.Degree).Others }), 1);
        return NormalForm.Of(sum, value.Denominator, work);
    }

    /// <summary>Whether a value is written with pi.</summary>
    /// <param name="value">The value.</param>
    public static bool HasPi(NormalForm value) =>
        Array.Exists(value.Numerator.Terms, term => Array.Exists(term.Monomial.Factors, factor => ReferenceEquals(factor.Atom, Atom.Pi)));

    private static bool HasDegree(Term term) => Array.Exists(term.Monomial.Factors, factor => ReferenceEquals(factor.Atom, Atom.Degree));
}
