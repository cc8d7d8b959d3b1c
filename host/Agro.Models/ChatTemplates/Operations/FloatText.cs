using System.Globalization;
using System.Numerics;

namespace Agro.Models.ChatTemplates.Operations;

/// <summary>Numbers of double precision in Python's notation.</summary>
internal static class FloatText
{
    /// <summary>The fewest digits that tell the number; an exponent below 1e-4 and from 1e16 on.</summary>
    public static string Of(double number)
    {
        if (double.IsNaN(number)) return "nan";
        if (double.IsInfinity(number)) return number > 0 ? "inf" : "-inf";
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        var (digits, exponent) = DigitsOf(shortest);
        var sign = shortest.StartsWith('-') ? "-" : "";
        if (exponent is < -4 or >= 16)
        {
            var fraction = digits.Length > 1 ? $".{digits[1..]}" : "";
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        }

        if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        return digits.Length <= exponent + 1
            ? $"{sign}{digits.PadRight(exponent + 1, '0')}.0"
            : $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    /// <summary>A number with so many digits behind the point, rounded from its exact value, halves to even.</summary>
    /// <param name="number">The number, finite.</param>
    /// <param name="places">How many digits, at least 0.</param>
    public static string Fixed(double number, int places)
    {
        var digits = BigInteger.Abs(Scaled(number, places)).ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        var sign = double.IsNegative(number) ? "-" : "";
        return places == 0 ? sign + digits : $"{sign}{digits[..^places]}.{digits[^places..]}";
    }

    private static BigInteger Scaled(double number, int places)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = new BigInteger((bits & 0xFFFFFFFFFFFFF) | (exponent == 0 ? 0 : 1L << 52));
        var shift = Math.Max(exponent, 1) - 1075;
        var scaled = mantissa * BigInteger.Pow(10, places);
        if (shift >= 0) return scaled << shift;
        var whole = scaled >> -shift;
        var rest = (scaled - (whole << -shift)) << 1;
        var half = BigInteger.One << -shift;
        return rest > half || (rest == half && !whole.IsEven) ? whole + 1 : whole;
    }

    /// <summary>The significant digits, and the power of ten of the first.</summary>
    private static (string Digits, int Exponent) DigitsOf(string text)
    {
        var plain = text.TrimStart('-').Split('E');
        var exponent = plain.Length > 1 ? int.Parse(plain[1], CultureInfo.InvariantCulture) : 0;
        var point = plain[0].IndexOf('.', StringComparison.Ordinal);
        var digits = plain[0].Replace(".", "", StringComparison.Ordinal);
        exponent += (point < 0 ? digits.Length : point) - 1;
        var leading = digits.Length - digits.TrimStart('0').Length;
        var significant = digits.Trim('0');
        return significant.Length == 0 ? ("0", 0) : (significant, exponent - leading);
    }
}
