using System.Numerics;
using Agro.Models.ChatTemplates.Builtins;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Operations;

/// <summary>The operators of arithmetic, which put texts and lists together too.</summary>
internal static class Arithmetic
{
    public static object? Compute(string symbol, object? left, object? right, Rendering rendering)
    {
        if (left is UndefinedValue missing) throw missing.Fault();
        if (right is UndefinedValue other && !(symbol == "%" && left is string)) throw other.Fault();
        if (symbol == "+" && (left is SafeText || right is SafeText)) return HtmlText.Join(left, right, rendering);
        if (left is SafeText || right is SafeText) throw new TemplateFault("text marked by 'safe' or 'escape' cannot be computed with; use it last");
        rendering.Spend(1);
        return symbol switch
        {
            "+" => Join(left, right, rendering),
            "*" => Repeat(left, right, rendering),
            "%" when left is string format => PercentFormat.Apply(format, right, rendering),
            _ => null,
        } ?? OfNumbers(symbol, left, right, rendering);
    }

    public static object Negate(object? value, bool negative) => value switch
    {
        UndefinedValue undefined => throw undefined.Fault(),
        double number => negative ? -number : number,
        _ when Numbers.IntegerOf(value) is { } integer => negative ? -integer : integer,
        _ => throw new TemplateFault($"a '{TypeName.Of(value)}' has no sign"),
    };

    private static object? Join(object? left, object? right, Rendering rendering)
    {
        switch (left, right)
        {
            case (string a, string b):
                rendering.SpendText((long)a.Length + b.Length);
                return a + b;
            case (ListValue a, ListValue b):
                rendering.SpendItems((long)a.Count + b.Count);
                return new ListValue([.. a, .. b]);
            case (TupleValue a, TupleValue b):
                rendering.SpendItems((long)a.Count + b.Count);
                return new TupleValue([.. a, .. b]);
            default: return null;
        }
    }

    private static object? Repeat(object? left, object? right, Rendering rendering)
    {
        var (value, factor) = left is string or ListValue or TupleValue ? (left, right) : (right, left);
        if (value is not (string or ListValue or TupleValue) || Numbers.IntegerOf(factor) is not { } wanted) return null;
        // More than this is refused for any value but an empty one.
        var times = (int)BigInteger.Clamp(wanted, 0, 1 << 30);
        if (value is string text)
        {
            rendering.SpendText((long)text.Length * times);
            return text.Length == 0 ? "" : string.Concat(Enumerable.Repeat(text, times));
        }

        var items = (SequenceValue)value;
        rendering.SpendItems((long)items.Count * times);
        var all = items.Count == 0 ? [] : Enumerable.Repeat(items, times).SelectMany(item => item).ToArray();
        return value is ListValue ? new ListValue(all) : new TupleValue(all);
    }

    private static object OfNumbers(string symbol, object? left, object? right, Rendering rendering)
    {
        if (Numbers.IntegerOf(left) is { } a && Numbers.IntegerOf(right) is { } b && symbol != "/" && !(symbol == "**" && b.Sign < 0))
            return Numbers.Bounded(OfIntegers(symbol, a, b, rendering), rendering);
        if (left is not (bool or BigInteger or double) || right is not (bool or BigInteger or double))
            throw new TemplateFault($"'{symbol}' does not work for a '{TypeName.Of(left)}' and a '{TypeName.Of(right)}'");
        var (x, y) = (Numbers.DoubleOf(left)!.Value, Numbers.DoubleOf(right)!.Value);
        if (y == 0 && symbol is "/" or "//" or "%") throw new TemplateFault("division by zero");
        return symbol switch
        {
            "+" => x + y,
            "-" => x - y,
            "*" => x * y,
            "/" => left is not double && right is not double ? Quotient(Numbers.IntegerOf(left)!.Value, Numbers.IntegerOf(right)!.Value) : x / y,
            "//" => Math.Round((x - Remainder(x, y)) / y),
            "%" => Remainder(x, y),
            _ => Power(x, y),
        };
    }

    private static BigInteger OfIntegers(string symbol, BigInteger a, BigInteger b, Rendering rendering)
    {
        if (symbol is "//" or "%" && b.IsZero) throw new TemplateFault("division by zero");
        if (symbol == "**" && BigInteger.Abs(a) > 1 && (double)b * BigInteger.Abs(a).GetBitLength() > 2.0 * rendering.Limits.IntegerBits)
            throw new TemplateFault("the template makes a whole number of more digits than any may have");
        return symbol switch
        {
            "+" => a + b,
            "-" => a - b,
            "*" => a * b,
            "//" => (a - Remainder(a, b)) / b,
            "%" => Remainder(a, b),
            _ => BigInteger.Abs(a) > 1 ? BigInteger.Pow(a, (int)b) : a.Sign >= 0 ? (b.IsZero ? 1 : a) : b.IsEven ? 1 : -1,
        };
    }

    private static BigInteger Remainder(BigInteger a, BigInteger b)
    {
        var remainder = a % b;
        return remainder.IsZero || remainder.Sign == b.Sign ? remainder : remainder + b;
    }

    private static double Remainder(double x, double y)
    {
        var remainder = x % y;
        if (remainder == 0) return Math.CopySign(0, y);
        return remainder < 0 == y < 0 ? remainder : remainder + y;
    }

    /// <summary>The quotient of whole numbers, rounded once.</summary>
    private static double Quotient(BigInteger a, BigInteger b)
    {
        if (BigInteger.Abs(a) < 1L << 53 && BigInteger.Abs(b) < 1L << 53) return (double)a / (double)b;
        throw new TemplateFault("whole numbers of more than 53 bits cannot be divided by '/'; use '//'");
    }

    private static double Power(double x, double y)
    {
        if (x == 0 && y < 0) throw new TemplateFault("division by zero");
        var power = Math.Pow(x, y);
        return double.IsFinite(power) || !double.IsFinite(x) || !double.IsFinite(y)
            ? power
            : throw new TemplateFault("the result of '**' is no number or too large");
    }
}
