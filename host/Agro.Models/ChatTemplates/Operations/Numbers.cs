using System.Globalization;
using System.Numerics;

namespace Agro.Models.ChatTemplates.Operations;

/// <summary>Numbers: booleans count as 0 and 1, whole numbers have any size, others are of double precision.</summary>
internal static class Numbers
{
    /// <summary>A whole number, which a boolean is too; null for anything else.</summary>
    public static BigInteger? IntegerOf(object? value) => value switch
    {
        bool flag => flag ? BigInteger.One : BigInteger.Zero,
        BigInteger number => number,
        _ => null,
    };

    /// <summary>A number as one of double precision; null for what is no number.</summary>
    public static double? DoubleOf(object? value) => value switch
    {
        double number => number,
        _ when IntegerOf(value) is { } integer => double.IsFinite((double)integer) ? (double)integer : throw new TemplateFault("a whole number is too large to compute with fractions"),
        _ => null,
    };

    /// <summary>Compares two numbers without rounding them.</summary>
    /// <returns>Null when one is not a number.</returns>
    public static int? Compare(object? left, object? right)
    {
        if (IntegerOf(left) is { } a)
        {
            if (IntegerOf(right) is { } b) return a.CompareTo(b);
            var fraction = (double)right!;
            if (double.IsNaN(fraction)) return null;
            if (double.IsInfinity(fraction)) return fraction > 0 ? -1 : 1;
            var order = a.CompareTo(new BigInteger(fraction));
            return order != 0 ? order : Math.Truncate(fraction).CompareTo(fraction);
        }

        if (right is not double other) return -Compare(right, left);
        var number = (double)left!;
        return double.IsNaN(number) || double.IsNaN(other) ? null : number.CompareTo(other);
    }

    /// <summary>Checks the size of a whole number.</summary>
    public static BigInteger Bounded(BigInteger number, Rendering rendering) => number.GetBitLength() <= rendering.Limits.IntegerBits
        ? number
        : throw new TemplateFault("the template makes a whole number of more digits than any may have");

    /// <summary>A whole number in Python's notation, underscores included; null for what is none.</summary>
    public static BigInteger? ParseInteger(string text, int radix)
    {
        var digits = text.AsSpan().Trim();
        var negative = digits.StartsWith("-");
        if (negative || digits.StartsWith("+")) digits = digits[1..];
        (radix, var prefix) = Radix(digits, radix);
        digits = prefix > 0 && digits[prefix..].StartsWith("_") ? digits[(prefix + 1)..] : digits[prefix..];
        if (digits.Length is 0 or > 10_000 || digits[^1] == '_') return null;
        var value = BigInteger.Zero;
        for (var i = 0; i < digits.Length; i++)
        {
            if (digits[i] == '_' && i > 0 && digits[i - 1] != '_') continue;
            var digit = DigitOf(digits[i]);
            if (digit < 0 || digit >= radix) return null;
            value = value * radix + digit;
        }

        return negative ? -value : value;
    }

    /// <summary>A number in Python's notation; null for what is none.</summary>
    public static double? ParseDouble(string text)
    {
        var trimmed = text.Trim().ToLowerInvariant();
        for (var i = 0; i < trimmed.Length; i++)
        {
            if (trimmed[i] != '_') continue;
            if (i == 0 || i == trimmed.Length - 1 || !char.IsAsciiDigit(trimmed[i - 1]) || !char.IsAsciiDigit(trimmed[i + 1])) return null;
        }

        return trimmed.Replace("_", "", StringComparison.Ordinal) switch
        {
            "inf" or "+inf" or "infinity" or "+infinity" => double.PositiveInfinity,
            "-inf" or "-infinity" => double.NegativeInfinity,
            "nan" or "+nan" or "-nan" => double.NaN,
            var plain when plain.All(c => char.IsAsciiDigit(c) || c is '.' or 'e' or '+' or '-')
                && double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };
    }

    private static (int Radix, int PrefixLength) Radix(ReadOnlySpan<char> digits, int radix)
    {
        var named = digits.Length < 2 || digits[0] != '0' ? 0 : char.ToLowerInvariant(digits[1]) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 };
        return named != 0 && (radix == 0 || radix == named) ? (named, 2) : (radix == 0 ? 10 : radix, 0);
    }

    private static int DigitOf(char character) => character switch
    {
        >= 'a' and <= 'z' => character - 'a' + 10,
        >= 'A' and <= 'Z' => character - 'A' + 10,
        _ => CharUnicodeInfo.GetDecimalDigitValue(character),
    };
}
