using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Agro.Plugins.Rewards.Mathematics.Normalization;

/// <summary>What an atom is.</summary>
internal enum AtomKind
{
    /// <summary>A variable, which may be anything.</summary>
    Variable,

    /// <summary>pi, e, i, or the degree.</summary>
    Constant,

    /// <summary>A prime, of which roots are taken.</summary>
    Prime,

    /// <summary>A function of normal forms.</summary>
    Call,
}

/// <summary>What normal forms are polynomials in. Atoms with equal keys are the same.</summary>
internal sealed class Atom : IEquatable<Atom>
{
    // Longer keys are replaced by their digests, so that nested functions do not make keys of exponential length.
    private const int MaxKey = 160;

    private readonly int _hash;

    private Atom(AtomKind kind, string name, string key) => (Kind, Name, Key, _hash) = (kind, name, key, key.GetHashCode(StringComparison.Ordinal));

    /// <summary>pi.</summary>
    public static Atom Pi { get; } = new(AtomKind.Constant, "pi", "c:pi");

    /// <summary>The base of natural logarithms.</summary>
    public static Atom E { get; } = new(AtomKind.Constant, "e", "c:e");

    /// <summary>The imaginary unit.</summary>
    public static Atom I { get; } = new(AtomKind.Constant, "i", "c:i");

    /// <summary>The degree, a unit.</summary>
    public static Atom Degree { get; } = new(AtomKind.Constant, "°", "c:°");

    /// <summary>What it is.</summary>
    public AtomKind Kind { get; }

    /// <summary>The variable, constant or function.</summary>
    public string Name { get; }

    /// <summary>What tells it from others.</summary>
    public string Key { get; }

    /// <summary>The arguments of a function.</summary>
    public NormalForm[] Arguments { get; private init; } = [];

    /// <summary>The prime.</summary>
    public BigInteger Prime { get; private init; }

    /// <summary>Whether polynomials in it with different coefficients may be equal, so that only numbers can tell.</summary>
    public bool IsOpaque { get; private init; }

    /// <summary>A variable.</summary>
    /// <param name="name">Its name.</param>
    public static Atom Variable(string name) => new(AtomKind.Variable, name, "v:" + name);

    /// <summary>A prime.</summary>
    /// <param name="prime">The number.</param>
    /// <param name="certain">Whether it is known to be prime.</param>
    public static Atom OfPrime(BigInteger prime, bool certain)
    {
        var name = prime.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new(AtomKind.Prime, name, Short("p:" + name)) { Prime = prime, IsOpaque = !certain };
    }

    /// <summary>A function.</summary>
    /// <param name="name">Which; <c>base</c> is its only argument itself.</param>
    /// <param name="arguments">Of what.</param>
    public static Atom Call(string name, params NormalForm[] arguments) =>
        new(AtomKind.Call, name, Short($"f:{name}({string.Join(';', arguments.Select(argument => argument.Key))})"))
        {
            Arguments = arguments,
            IsOpaque = true,
        };

    /// <summary>A key of bounded length.</summary>
    /// <param name="key">The key.</param>
    public static string Short(string key) => key.Length <= MaxKey ? key : "#" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)), 0, 16);

    /// <inheritdoc/>
    public bool Equals(Atom? other) => ReferenceEquals(this, other) || (other is not null && _hash == other._hash && Key == other.Key);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Atom);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
