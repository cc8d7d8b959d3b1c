using System.Numerics;
using Agro.Plugins.Rewards.Mathematics.Arithmetic;

namespace Agro.Plugins.Rewards.Mathematics.Normalization;

/// <summary>An atom and its exponent.</summary>
/// <param name="Atom">The atom.</param>
/// <param name="Exponent">Not 0.</param>
internal readonly record struct Factor(Atom Atom, Rational Exponent);

/// <summary>A product of powers of atoms. Primes keep only what is under a root, i is there once or not at all.</summary>
internal sealed class Monomial : IEquatable<Monomial>
{
    private readonly int _hash;

    private Monomial(Factor[] factors)
    {
        Factors = factors;
        foreach (var (atom, exponent) in factors) _hash = HashCode.Combine(_hash, atom.GetHashCode(), exponent.GetHashCode());
    }

    /// <summary>1.</summary>
    public static Monomial One { get; } = new([]);

    /// <summary>The powers, ordered by their atoms' keys.</summary>
    public Factor[] Factors { get; }

    /// <summary>Whether it is 1.</summary>
    public bool IsOne => Factors.Length == 0;

    /// <summary>A power of an atom, with what of it is a number.</summary>
    /// <param name="atom">The atom.</param>
    /// <param name="exponent">The exponent.</param>
    public static Term Power(Atom atom, Rational exponent) => Reduce([new(atom, exponent)]);

    /// <summary>The product, with what of it is a number.</summary>
    /// <param name="a">A monomial.</param>
    /// <param name="b">Another.</param>
    public static Term Multiply(Monomial a, Monomial b)
    {
        if (a.IsOne) return new(Rational.One, b);
        if (b.IsOne) return new(Rational.One, a);
        var merged = new List<Factor>(a.Factors.Length + b.Factors.Length);
        var (i, j) = (0, 0);
        while (i < a.Factors.Length || j < b.Factors.Length)
        {
            var order = i == a.Factors.Length ? 1 : j == b.Factors.Length ? -1 : string.CompareOrdinal(a.Factors[i].Atom.Key, b.Factors[j].Atom.Key);
            if (order < 0) merged.Add(a.Factors[i++]);
            else if (order > 0) merged.Add(b.Factors[j++]);
            else
            {
                var exponent = a.Factors[i].Exponent + b.Factors[j].Exponent;
                if (!exponent.IsZero) merged.Add(new(a.Factors[i].Atom, exponent));
                (i, j) = (i + 1, j + 1);
            }
        }
        return Reduce(merged);
    }

    /// <summary>The monomial with every exponent times a number.</summary>
    /// <param name="exponent">The number.</param>
    public Term Raise(Rational exponent) => Reduce([.. Factors.Select(factor => new Factor(factor.Atom, factor.Exponent * exponent))]);

    /// <summary>The monomial without an atom, and the atom's exponent.</summary>
    /// <param name="atom">The atom.</param>
    public (Monomial Others, Rational Exponent) Without(Atom atom)
    {
        var index = Array.FindIndex(Factors, factor => factor.Atom.Equals(atom));
        return index < 0 ? (this, Rational.Zero) : (new([.. Factors[..index], .. Factors[(index + 1)..]]), Factors[index].Exponent);
    }

    // Numbers leave: whole powers of primes, squares of i.
    private static Term Reduce(List<Factor> factors)
    {
        var coefficient = Rational.One;
        var kept = 0;
        for (var i = 0; i < factors.Count; i++)
        {
            var (atom, exponent) = factors[i];
            if (atom.Kind == AtomKind.Prime)
            {
                var whole = exponent.Floor();
                if (Rational.Of(atom.Prime, BigInteger.One).Power(whole.Numerator) is { } power && IsStillShort(coefficient, power))
                    (coefficient, exponent) = (coefficient * power, exponent - whole);
            }
            else if (ReferenceEquals(atom, Atom.I) && exponent.IsInteger)
            {
                var turns = (int)(((exponent.Numerator % 4) + 4) % 4);
                if (turns >= 2) coefficient = -coefficient;
                exponent = turns % 2;
            }
            if (!exponent.IsZero) factors[kept++] = new(atom, exponent);
        }
        return new(coefficient, kept == 0 ? One : new([.. factors[..kept]]));
    }

    private static bool IsStillShort(Rational a, Rational b) =>
        a.Numerator.GetBitLength() + b.Numerator.GetBitLength() + a.Denominator.GetBitLength() + b.Denominator.GetBitLength() < Rational.MaxBits;

    /// <inheritdoc/>
    public bool Equals(Monomial? other) => ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && Factors.AsSpan().SequenceEqual(other.Factors));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Monomial);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <inheritdoc/>
    public override string ToString() => string.Join('*', Factors.Select(factor => $"{factor.Atom.Key}^{factor.Exponent}"));
}

/// <summary>A number times a monomial.</summary>
/// <param name="Coefficient">The number.</param>
/// <param name="Monomial">The monomial.</param>
internal readonly record struct Term(Rational Coefficient, Monomial Monomial);
