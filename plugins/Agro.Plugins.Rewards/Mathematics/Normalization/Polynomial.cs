using Agro.Plugins.Rewards.Mathematics.Arithmetic;

namespace Agro.Plugins.Rewards.Mathematics.Normalization;

/// <summary>A sum of terms with different monomials, none of them 0.</summary>
internal sealed class Polynomial
{
    /// <summary>The most terms of a polynomial.</summary>
    public const int MaxTerms = 400;

    private string? _key;

    private Polynomial(Term[] terms) => Terms = terms;

    /// <summary>0.</summary>
    public static Polynomial Zero { get; } = new([]);

    /// <summary>1.</summary>
    public static Polynomial One { get; } = Of(Rational.One);

    /// <summary>The terms.</summary>
    public Term[] Terms { get; }

    /// <summary>Whether it is 0.</summary>
    public bool IsZero => Terms.Length == 0;

    /// <summary>Its value, where it is a number.</summary>
    public Rational? Constant => Terms.Length == 0 ? Rational.Zero : Terms.Length == 1 && Terms[0].Monomial.IsOne ? Terms[0].Coefficient : null;

    /// <summary>What tells it from others.</summary>
    public string Key => _key ??= Atom.Short(string.Join('+', Terms.Select(term => $"{term.Coefficient}{term.Monomial}").Order(StringComparer.Ordinal)));

    /// <summary>A number.</summary>
    /// <param name="value">The number.</param>
    public static Polynomial Of(Rational value) => Of(new Term(value, Monomial.One));

    /// <summary>One term.</summary>
    /// <param name="term">The term.</param>
    public static Polynomial Of(Term term) => term.Coefficient.IsZero ? Zero : new([term]);

    /// <summary>The sum with a multiple.</summary>
    /// <param name="other">What is added.</param>
    /// <param name="times">How often.</param>
    public Polynomial Plus(Polynomial other, Rational times)
    {
        if (Constant is { } a && other.Constant is { } b) return Of(a + (b * times));
        var sum = new Accumulator(Terms.Length + other.Terms.Length);
        sum.Add(this, Rational.One);
        sum.Add(other, times);
        return sum.ToPolynomial();
    }

    /// <summary>The product.</summary>
    /// <param name="other">The other factor.</param>
    /// <param name="work">What it costs.</param>
    public Polynomial Times(Polynomial other, Work work)
    {
        if (Constant is { } a && other.Constant is { } b) return Of(a * b);
        work.Spend(Terms.Length * other.Terms.Length);
        var product = new Accumulator(Terms.Length * other.Terms.Length);
        foreach (var left in Terms)
        {
            foreach (var right in other.Terms)
            {
                var term = Monomial.Multiply(left.Monomial, right.Monomial);
                term = term with { Coefficient = term.Coefficient * left.Coefficient * right.Coefficient };
                if (Ripe(term.Monomial) is { } atom) product.Add(Expand(term, atom, work), Rational.One);
                else product.Add(term);
            }
        }
        return product.ToPolynomial();
    }

    /// <summary>The polynomial times a term that needs no expansion.</summary>
    /// <param name="coefficient">The number.</param>
    public Polynomial Times(Rational coefficient) =>
        coefficient.IsZero ? Zero : new([.. Terms.Select(term => term with { Coefficient = term.Coefficient * coefficient })]);

    // The square of the root of a sum is the sum.
    private static Atom? Ripe(Monomial monomial)
    {
        foreach (var (atom, exponent) in monomial.Factors)
            if (atom is { Kind: AtomKind.Call, Name: "base" } && exponent >= Rational.One && exponent < 20) return atom;
        return null;
    }

    private static Polynomial Expand(Term term, Atom atom, Work work)
    {
        var (rest, exponent) = term.Monomial.Without(atom);
        var whole = exponent.Floor();
        var root = Monomial.Power(atom, exponent - whole);
        var left = Monomial.Multiply(rest, root.Monomial);
        var result = Of(new Term(term.Coefficient * root.Coefficient * left.Coefficient, left.Monomial));
        for (var i = 0; i < (int)whole.Numerator; i++) result = result.Times(atom.Arguments[0].Numerator, work);
        return result;
    }

    /// <summary>Collects terms.</summary>
    /// <param name="capacity">How many are expected.</param>
    private sealed class Accumulator(int capacity)
    {
        private readonly Dictionary<Monomial, Rational> _terms = new(Math.Min(capacity, MaxTerms));

        public void Add(Term term)
        {
            var sum = _terms.TryGetValue(term.Monomial, out var present) ? present + term.Coefficient : term.Coefficient;
            if (sum.IsZero) _terms.Remove(term.Monomial);
            else _terms[term.Monomial] = sum;
            if (_terms.Count > MaxTerms) throw new NotVerifiableException("an expression that expands to too many terms");
        }

        public void Add(Polynomial polynomial, Rational times)
        {
            foreach (var term in polynomial.Terms) Add(term with { Coefficient = term.Coefficient * times });
        }

        public Polynomial ToPolynomial() =>
            _terms.Count == 0 ? Zero : new([.. _terms.Select(pair => new Term(pair.Value, pair.Key))]);
    }
}

/// <summary>How much a comparison may cost.</summary>
internal sealed class Work
{
    // At well under a microsecond each, some milliseconds.
    private int _left = 10_000;

    /// <summary>Uses some of it up.</summary>
    /// <param name="amount">Products of terms.</param>
    /// <exception cref="NotVerifiableException">Nothing is left.</exception>
    public void Spend(int amount)
    {
        _left -= amount;
        if (_left < 0) throw new NotVerifiableException("an expression that takes too long to settle");
    }
}
