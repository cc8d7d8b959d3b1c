using System.Globalization;
using System.Numerics;
using Agro.Models.ChatTemplates.Operations;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>How one value of a format is written.</summary>
internal sealed record FormatSpec
{
    public string Fill { get; init; } = " ";

    public char? Align { get; init; }

    public char Sign { get; init; } = '-';

    public bool IsZeroFilled { get; init; }

    public bool HasPrefix { get; init; }

    public int Width { get; init; }

    public char? Grouping { get; init; }

    public int? Precision { get; init; }

    public char? Kind { get; init; }

    public string OfText(string text, Rendering rendering)
    {
        if (Precision < CodePoints.Count(text)) text = Slicing.OfText(text, 0, 1, Precision.Value);
        return Pad(text, Align ?? '<', rendering);
    }

    public string OfNumber(object? value, Rendering rendering)
    {
        var number = value is double ? null : Numbers.IntegerOf(value);
        if (Precision > 1000) throw new TemplateFault("a format may ask for 1000 digits at most");
        var digits = Kind switch
        {
            'f' or '%' => OfFraction(Numbers.DoubleOf(value)!.Value * (Kind == '%' ? 100 : 1)) + (Kind == '%' ? "%" : ""),
            'd' or 'x' or 'X' or 'o' or 'b' when number is null => throw new TemplateFault($"the format '{Kind}' is for whole numbers"),
            'x' or 'X' or 'o' or 'b' => InRadix(BigInteger.Abs(number!.Value)),
            null when number is null => FloatText.Of(Math.Abs((double)value!)),
            _ => BigInteger.Abs(number!.Value).ToString(CultureInfo.InvariantCulture),
        };
        if (Kind is 'd' && Precision > digits.Length) digits = digits.PadLeft(Precision.Value, '0');
        if (Grouping is { } separator) digits = Grouped(digits, separator);
        var isNegative = value is double fraction ? double.IsNegative(fraction) : number!.Value.Sign < 0;
        var sign = isNegative ? "-" : Sign == '-' ? "" : Sign.ToString();
        if (IsZeroFilled) digits = new string('0', Padding.Missing(sign + digits, Width, rendering)) + digits;
        return Pad(sign + digits, Align ?? '>', rendering);
    }

    private string OfFraction(double number) => double.IsFinite(number)
        ? FloatText.Fixed(Math.Abs(number), Precision ?? 6)
        : double.IsNaN(number) ? "nan" : "inf";

    private string InRadix(BigInteger number)
    {
        var radix = Kind switch { 'o' => 8, 'b' => 2, _ => 16 };
        var digits = new Stack<char>();
        do
        {
            digits.Push("0123456789abcdef"[(int)(number % radix)]);
            number /= radix;
        }
        while (!number.IsZero);
        var text = (HasPrefix ? Kind switch { 'o' => "0o", 'b' => "0b", _ => "0x" } : "") + string.Concat(digits);
        return Kind == 'X' ? text.ToUpperInvariant() : text;
    }

    private static string Grouped(string digits, char separator)
    {
        var end = digits.AsSpan().IndexOfAnyExceptInRange('0', '9');
        var whole = end < 0 ? digits : digits[..end];
        for (var i = whole.Length - 3; i > 0; i -= 3) whole = whole.Insert(i, separator.ToString());
        return end < 0 ? whole : whole + digits[end..];
    }

    private string Pad(string text, char align, Rendering rendering)
    {
        var missing = Padding.Missing(text, Width, rendering);
        var left = align switch { '<' => 0, '^' => missing / 2, _ => missing };
        return missing == 0 ? text : Padding.Repeat(Fill, left) + text + Padding.Repeat(Fill, missing - left);
    }
}
