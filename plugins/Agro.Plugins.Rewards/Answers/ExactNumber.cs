using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Agro.Plugins.Rewards.Answers;

/// <summary>A rational number without rounding, in lowest terms, the denominator above 0.</summary>
/// <param name="Numerator">The numerator, with the sign.</param>
/// <param name="Denominator">The denominator.</param>
internal readonly partial record struct ExactNumber(BigInteger Numerator, BigInteger Denominator)
{
    // Longer texts are not answers, and whole numbers of that length are slow to read.
    private const int MaxLength = 400;

    /// <summary>
    /// Reads a text that is one number: <c>1,000</c>, <c>-3.50</c>, <c>$ 2.5e3</c>, <c>3/4</c>, with or without a unit in words
    /// (<c>72 clips</c>, <c>40%</c>, which is 40). A text with several numbers is none.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>The number, or null.</returns>
    public static ExactNumber? Parse(string text)
    {
        var match = text.Length <= MaxLength ? OneNumber().Match(text) : Match.Empty;
        if (!match.Success) return null;
        var value = Decimal(match.Groups["number"].Value);
        var exponent = match.Groups["exponent"] is { Success: true } e ? int.Parse(e.ValueSpan, CultureInfo.InvariantCulture) : 0;
        var scale = BigInteger.Pow(10, Math.Abs(exponent));
        value = exponent < 0 ? new(value.Numerator, value.Denominator * scale) : new(value.Numerator * scale, value.Denominator);
        if (match.Groups["divisor"].Success)
        {
            var divisor = Decimal(match.Groups["divisor"].Value);
            if (divisor.Numerator.IsZero) return null;
            value = new(value.Numerator * divisor.Denominator, value.Denominator * divisor.Numerator);
        }
        var common = BigInteger.GreatestCommonDivisor(value.Numerator, value.Denominator);
        var sign = match.Groups["minus"].Success ? -1 : 1;
        return new(sign * value.Numerator / common, value.Denominator / common);
    }

    /// <summary>Finds the last number in a text, as it is written there.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The number's text; null when there is none.</returns>
    public static string? FindLast(string text) => AnyNumber().Matches(text).LastOrDefault()?.Value;

    /// <summary>Counts the numbers in a text.</summary>
    /// <param name="text">The text.</param>
    public static int CountIn(string text) => AnyNumber().Count(text);

    private static ExactNumber Decimal(string digits)
    {
        var plain = digits.Replace(",", "", StringComparison.Ordinal);
        var point = plain.IndexOf('.', StringComparison.Ordinal);
        var places = point < 0 ? 0 : plain.Length - point - 1;
        var numerator = BigInteger.Parse("0" + plain.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return new(numerator, BigInteger.Pow(10, places));
    }

    // Commas count only between groups of three digits; "10+x" or "7 or 8" is not one number.
    [GeneratedRegex("""
        ^[\s*_`"']* (?:(?<minus>[-\u2212])|\+)?\s* [$€£¥]?\s* (?:(?<minus>[-\u2212])|\+)?
        (?<number>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)
        (?:[eE](?<exponent>[-+]?[0-9]{1,3}))? (?:\s*/\s*(?<divisor>[0-9]+(?:\.[0-9]+)?))?
        [\s%°$€£¥]* (?:\p{L}[^0-9+*=<>^]*)? [\s.,;:!?*_`"']*$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex OneNumber();

    // A minus after a digit, a letter or a closing bracket is a subtraction.
    [GeneratedRegex("""
        (?:(?<![\p{L}\p{N})\]]\s*)[-\u2212]\s?)? [$€£¥]?
        (?:(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?|(?<![0-9])\.[0-9]+) (?:/[0-9]+)?
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex AnyNumber();
}
