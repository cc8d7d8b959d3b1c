using System.Globalization;
using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>Text formatted by <c>%</c>: <c>'%s: %.2f' % (a, b)</c>.</summary>
internal static class PercentFormat
{
    public static string Apply(string format, object? argument, Rendering rendering)
    {
        var output = new TextOutput(rendering);
        var values = argument is TupleValue tuple ? tuple : new TupleValue(argument);
        var next = 0;
        var usesNames = false;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                output.Append(format[i]);
                continue;
            }

            var (place, end) = Parse(format, i + 1);
            i = end;
            if (place.Kind == '%')
            {
                output.Append('%');
                continue;
            }

            usesNames |= place.Name is not null;
            var value = place.Name is null ? Next() : Named(argument, place.Name);
            output.Append(place.Kind switch
            {
                's' => place.Spec.OfText(Text.Of(value, rendering), rendering),
                'r' => place.Spec.OfText(Text.Quoted(value, rendering), rendering),
                _ => place.Spec.OfNumber(ToNumber(value, place.Kind), rendering),
            });
        }

        if (!usesNames && next < values.Count && argument is not (MappingValue or ListValue or RangeValue or UndefinedValue)) throw new TemplateFault("the format has fewer places than there are values");
        return output.ToString();

        object? Next() => next < values.Count ? values[next++] : throw new TemplateFault("the format has more places than there are values");
    }

    private static object? Named(object? argument, string name) => argument is MappingValue mapping
        ? mapping.TryGet(name, out var value) ? value : throw new TemplateFault($"the format asks for '{name}', which is not given")
        : throw new TemplateFault("a format with names needs a dictionary");

    private static object? ToNumber(object? value, char kind)
    {
        if (value is not (bool or double or System.Numerics.BigInteger))
            throw new TemplateFault($"'%{kind}' is for numbers, found a '{TypeName.Of(value)}'");
        return value is double number && kind is 'd'
            ? double.IsFinite(number) ? new System.Numerics.BigInteger(number) : throw new TemplateFault("'%d' is for finite numbers")
            : Numbers.IntegerOf(value) is { } integer ? integer : value;
    }

    private static (Place Place, int End) Parse(string format, int start)
    {
        var i = start;
        string? name = null;
        if (At(i) == '(')
        {
            var end = format.IndexOf(')', i);
            if (end < 0) throw new TemplateFault("the format's '%(' is not closed");
            (name, i) = (format[(i + 1)..end], end + 1);
        }

        var spec = new FormatSpec { Align = '>' };
        for (; At(i) is '-' or '0' or '+' or ' ' or '#'; i++)
        {
            spec = At(i) switch
            {
                '-' => spec with { Align = '<' },
                '0' => spec with { IsZeroFilled = true },
                '#' => spec with { HasPrefix = true },
                var sign => spec with { Sign = sign == '+' || spec.Sign == '+' ? '+' : ' ' },
            };
        }

        if (spec.Align == '<') spec = spec with { IsZeroFilled = false };
        spec = spec with { Width = Digits(format, ref i) ?? 0 };
        if (At(i) == '.')
        {
            i++;
            spec = spec with { Precision = Digits(format, ref i) ?? 0 };
        }

        var kind = At(i) is 'i' or 'u' ? 'd' : At(i);
        if (kind is not ('%' or 's' or 'r' or 'd' or 'f' or 'F' or 'x' or 'X' or 'o'))
            throw new TemplateFault(kind == '\0' ? "the format ends after '%'" : $"the format's '%{kind}' is not supported");
        return (new(name, spec with { Kind = kind == 'F' ? 'f' : kind }, kind), i);

        char At(int index) => index < format.Length ? format[index] : '\0';
    }

    private static int? Digits(string format, ref int index)
    {
        var start = index;
        while (index < format.Length && char.IsAsciiDigit(format[index])) index++;
        if (index == start) return null;
        return int.TryParse(format.AsSpan(start, index - start), CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new TemplateFault("the format has a width that is too large");
    }

    private sealed record Place(string? Name, FormatSpec Spec, char Kind);
}
