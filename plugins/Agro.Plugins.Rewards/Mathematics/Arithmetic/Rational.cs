using System.Globalization;
using System.Numerics;

namespace Agro.Plugins.Rewards.Mathematics.Arithmetic;

/// <summary>A rational number without rounding, in lowest terms, the denominator above 0; of bounded size.</summary>
internal readonly struct Rational : IEquatable<Rational>, IComparable<Rational>
{
    /// <summary>The longest numerator or denominator, in bits; 1,200 decimal digits.</summary>
    public const int MaxBits = 4096;

    private readonly BigInteger _denominatorLessOne;

    private Rational(BigInteger numerator, BigInteger denominator)
    {
        Numerator = numerator;
        _denominatorLessOne = denominator - BigInteger.One;
    }

    /// <summary>0.</summary>
    public static Rational Zero { get; }

    /// <summary>1.</summary>
    public static Rational One { get; } = new(BigInteger.One, BigInteger.One);

    /// <summary>The numerator, with the sign.</summary>
    public BigInteger Numerator { get; }

    /// <summary>The denominator.</summary>
    public BigInteger Denominator => _denominatorLessOne + BigInteger.One;

    /// <summary>Whether it is a whole number.</summary>
    public bool IsInteger => _denominatorLessOne.IsZero;

    /// <summary>Whether it is 0.</summary>
    public bool IsZero => Numerator.IsZero;

    /// <summary>Whether it is 1.</summary>
    public bool IsOne => IsInteger && Numerator.IsOne;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => Numerator.Sign;

    /// <summary>A quotient of whole numbers.</summary>
    /// <param name="numerator">Any number.</param>
    /// <param name="denominator">Not 0.</param>
    /// <exception cref="NotVerifiableException">The denominator is 0, or the number is too long.</exception>
    public static Rational Of(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero) throw new NotVerifiableException("a division by zero");
        if (!denominator.IsOne)
        {
            var common = BigInteger.GreatestCommonDivisor(numerator, denominator);
            if (denominator.Sign < 0) common = -common;
            if (!common.IsOne) (numerator, denominator) = (numerator / common, denominator / common);
        }
        if (!IsShort(numerator) || !IsShort(denominator)) throw new NotVerifiableException("a number too long to handle exactly");
        return new(numerator, denominator);
    }

    /// <summary>Whether a whole number is within the bound.</summary>
    /// <param name="value">The number.</param>
    public static bool IsShort(BigInteger value) => value.GetBitLength() <= MaxBits;

    /// <summary>A whole number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Rational(int value) => new(value, BigInteger.One);

    /// <summary>The sum.</summary>
    public static Rational operator +(Rational a, Rational b) => a.IsInteger && b.IsInteger
        ? Of(a.Numerator + b.Numerator, BigInteger.One)
        : Of((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    /// <summary>The difference.</summary>
    public static Rational operator -(Rational a, Rational b) => a + -b;

    /// <summary>The negative.</summary>
    public static Rational operator -(Rational a) => new(-a.Numerator, a.Denominator);

    /// <summary>The product.</summary>
    public static Rational operator *(Rational a, Rational b) => a.IsInteger && b.IsInteger
        ? Of(a.Numerator * b.Numerator, BigInteger.One)
        : Of(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    /// <summary>The quotient.</summary>
    public static Rational operator /(Rational a, Rational b) => Of(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    /// <summary>Equality.</summary>
    public static bool operator ==(Rational a, Rational b) => a.Equals(b);

    /// <summary>Inequality.</summary>
    public static bool operator !=(Rational a, Rational b) => !a.Equals(b);

    /// <summary>Order.</summary>
    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    /// <summary>Order.</summary>
    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    /// <summary>Order.</summary>
    public static bool operator <=(Rational a, Rational b) => a.CompareTo(b) <= 0;

    /// <summary>Order.</summary>
    public static bool operator >=(Rational a, Rational b) => a.CompareTo(b) >= 0;

    /// <summary>The number without its sign.</summary>
    public Rational Abs() => Sign < 0 ? -this : this;

    /// <summary>The largest whole number that is not above it.</summary>
    public Rational Floor()
    {
        var quotient = BigInteger.DivRem(Numerator, Denominator, out var rest);
        return Of(rest.Sign < 0 ? quotient - 1 : quotient, BigInteger.One);
    }

    /// <summary>A power with a whole exponent; null when it would be too long.</summary>
    /// <param name="exponent">The exponent; not negative for 0.</param>
    public Rational? Power(BigInteger exponent)
    {
        var size = BigInteger.Abs(exponent);
        if (IsOne || exponent.IsZero) return One;
        if (IsZero) return exponent.Sign > 0 ? Zero : throw new NotVerifiableException("a division by zero");
        if (BigInteger.Abs(Numerator).IsOne && IsInteger) return size.IsEven ? One : this;
        var bits = Math.Max(Numerator.GetBitLength(), Denominator.GetBitLength()) - 1;
        if (size > MaxBits || bits * (long)size > MaxBits) return null;
        var (top, bottom) = (BigInteger.Pow(Numerator, (int)size), BigInteger.Pow(Denominator, (int)size));
        if (!IsShort(top) || !IsShort(bottom)) return null;
        return exponent.Sign > 0 ? Of(top, bottom) : Of(bottom, top);
    }

    /// <summary>The nearest double; infinite where there is none.</summary>
    public double ToDouble()
    {
        if (IsInteger) return (double)Numerator;
        // Long parts would both overflow: their leading bits are enough.
        var shift = (int)Math.Max(Numerator.GetBitLength(), Denominator.GetBitLength()) - 900;
        if (shift <= 0) return (double)Numerator / (double)Denominator;
        var difference = (int)(Numerator.GetBitLength() - Denominator.GetBitLength());
        var scaled = difference > 0 ? (Numerator << 64) / (Denominator << difference) : (Numerator << (64 - difference)) / Denominator;
        return Math.ScaleB((double)scaled, difference - 64);
    }

    /// <inheritdoc/>
    public bool Equals(Rational other) => Numerator == other.Numerator && _denominatorLessOne == other._denominatorLessOne;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numerator, _denominatorLessOne);

    /// <inheritdoc/>
    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <inheritdoc/>
    public override string ToString() => IsInteger
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}
