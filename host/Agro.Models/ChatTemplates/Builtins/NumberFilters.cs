using System.Globalization;
using System.Numerics;
using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>Filters that make numbers.</summary>
internal static class NumberFilters
{
    public static readonly Dictionary<string, Filter> All = new(StringComparer.Ordinal)
    {
        ["abs"] = Abs,
        ["int"] = Int,
        ["float"] = Float,
        ["round"] = Round,
        ["length"] = (value, arguments, _) => Length(value, arguments, "length"),
        ["count"] = (value, arguments, _) => Length(value, arguments, "count"),
        ["sum"] = Sum,
    };

    private static object Abs(object? value, Arguments arguments, Rendering rendering)
    {
        arguments.Bind("abs", 0);
        if (value is double number) return Math.Abs(number);
        return Numbers.IntegerOf(value) is { } integer ? BigInteger.Abs(integer) : throw new TemplateFault($"a '{TypeName.Of(value)}' has no absolute value");
    }

    private static object? Int(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("int", 0, "default", "base");
        var radix = bound.Int32(1, 10);
        if (radix is not (0 or (>= 2 and <= 36))) throw new TemplateFault("int: 'base' must be 0 or from 2 to 36");
        switch (value)
        {
            case UndefinedValue undefined: throw undefined.Fault();
            case double number when double.IsInfinity(number): throw new TemplateFault("infinity is no whole number");
            case double number: return double.IsNaN(number) ? bound.Or(0, BigInteger.Zero) : new BigInteger(number);
            case string text:
                rendering.Spend(text.Length);
                if (Numbers.ParseInteger(text, radix) is { } whole) return Numbers.Bounded(whole, rendering);
                return Numbers.ParseDouble(text) is { } parsed && double.IsFinite(parsed) ? new BigInteger(parsed) : bound.Or(0, BigInteger.Zero);
            default: return Numbers.IntegerOf(value) ?? bound.Or(0, BigInteger.Zero);
        }
    }

    private static object? Float(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("float", 0, "default");
        return value switch
        {
            UndefinedValue undefined => throw undefined.Fault(),
            string text => Numbers.ParseDouble(text) ?? bound.Or(0, 0.0),
            _ => Numbers.DoubleOf(value) ?? bound.Or(0, 0.0),
        };
    }

    private static object Round(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("round", 0, "precision", "method");
        var (places, method) = (bound.Int32(0), bound.Text(1, "common"));
        if (method is not ("common" or "ceil" or "floor")) throw new TemplateFault("round: 'method' must be common, ceil or floor");
        if (places is < 0 or > 300) throw new TemplateFault("round: 'precision' must be from 0 to 300 here");
        if (value is UndefinedValue undefined) throw undefined.Fault();
        var number = Numbers.DoubleOf(value) ?? throw new TemplateFault($"a '{TypeName.Of(value)}' cannot be rounded");
        if (method == "common")
        {
            if (Numbers.IntegerOf(value) is { } whole) return whole;
            return double.IsFinite(number) ? double.Parse(FloatText.Fixed(number, places), CultureInfo.InvariantCulture) : number;
        }

        if (!double.IsFinite(number)) throw new TemplateFault("what is not finite cannot be rounded");
        var scale = Math.Pow(10, places);
        return (method == "ceil" ? Math.Ceiling(number * scale) : Math.Floor(number * scale)) / scale;
    }

    private static object Length(object? value, Arguments arguments, string name)
    {
        arguments.Bind(name, 0);
        return (BigInteger)(Iteration.CountOrNull(value) ?? throw new TemplateFault($"a '{TypeName.Of(value)}' has no length"));
    }

    private static object? Sum(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("sum", 0, "attribute", "start");
        var path = AttributePath.Of(bound[0]);
        var sum = bound.Or(1, BigInteger.Zero);
        if (sum is string) throw new TemplateFault("sum does not put texts together; use join");
        foreach (var item in Iteration.Of(value, rendering)) sum = Arithmetic.Compute("+", sum, path.Follow(item, rendering), rendering);
        return sum;
    }
}
