using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>Text formatted by <c>format</c>: <c>'{}: {name:.2f}'.format(a, name=b)</c>.</summary>
internal static partial class BraceFormat
{
    public static object? Apply(string format, Arguments arguments, Rendering rendering)
    {
        var output = new TextOutput(rendering);
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            var character = format[i];
            if (character is '{' or '}' && i + 1 < format.Length && format[i + 1] == character) i++;
            else if (character == '}') throw new TemplateFault("the format has a '}' without '{'");
            else if (character == '{')
            {
                var end = format.IndexOf('}', i);
                if (end < 0) throw new TemplateFault("the format's '{' is not closed");
                output.Append(Field(format[(i + 1)..end], arguments, ref next, rendering));
                i = end;
                continue;
            }

            output.Append(character);
        }

        return output.ToString();
    }

    private static string Field(string field, Arguments arguments, ref int next, Rendering rendering)
    {
        var match = FieldPattern().Match(field);
        if (!match.Success) throw new TemplateFault($"the format's '{{{field}}}' is not supported");
        var value = First(match.Groups["name"].Value, arguments, ref next);
        foreach (Capture path in match.Groups["path"].Captures)
        {
            value = path.Value[0] == '.'
                ? Lookup.Attribute(value, path.Value[1..], rendering)
                : Lookup.Item(value, int.TryParse(path.Value[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? (BigInteger)index : path.Value[1..^1], rendering);
        }

        if (match.Groups["conversion"].Success)
            value = match.Groups["conversion"].Value == "r" ? Text.Quoted(value, rendering) : Text.Of(value, rendering);
        var spec = match.Groups["spec"].Value;
        return spec.Length == 0 ? Text.Of(value, rendering) : Format(value, spec, rendering);
    }

    private static object? First(string name, Arguments arguments, ref int next)
    {
        if (name.Length == 0 && next >= 0) name = next++.ToString(CultureInfo.InvariantCulture);
        else if (name.Length == 0 || (char.IsAsciiDigit(name[0]) && next > 0)) throw new TemplateFault("the format has places with numbers and places without");
        else if (char.IsAsciiDigit(name[0])) next = -1;
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return index < arguments.Positional.Count
                ? arguments.Positional[index]
                : throw new TemplateFault("the format has more places than there are values");
        }

        foreach (var (other, value) in arguments.Named)
            if (other == name) return value;
        throw new TemplateFault($"the format asks for '{name}', which is not given");
    }

    private static string Format(object? value, string text, Rendering rendering)
    {
        var match = SpecPattern().Match(text);
        var isRare = match.Groups["align"].Success && match.Groups["zero"].Success
            || match.Groups["grouping"].Success && match.Groups["kind"].Value is "x" or "X" or "o" or "b";
        if (!match.Success || isRare) throw new TemplateFault($"the format ':{text}' is not supported");
        var kind = match.Groups["kind"].Value;
        var spec = new FormatSpec
        {
            Fill = match.Groups["fill"].Success ? match.Groups["fill"].Value : " ",
            Align = match.Groups["align"].Success ? match.Groups["align"].Value[0] : null,
            Sign = match.Groups["sign"].Success ? match.Groups["sign"].Value[0] : '-',
            HasPrefix = match.Groups["prefix"].Success,
            IsZeroFilled = match.Groups["zero"].Success && !match.Groups["align"].Success,
            Width = Number("width") ?? 0,
            Grouping = match.Groups["grouping"].Success ? match.Groups["grouping"].Value[0] : null,
            Precision = Number("precision"),
            Kind = kind.Length == 0 || kind == "s" ? null : kind == "F" ? 'f' : kind[0],
        };
        var isPlain = kind is "" or "s" && spec is { IsZeroFilled: false, Sign: '-', Grouping: null };
        if (isPlain && value is string words) return spec.OfText(words, rendering);
        if (value is not (bool or BigInteger or double) || kind == "s" || (kind.Length == 0 && spec.Precision is not null) || spec is { IsZeroFilled: true, Grouping: not null })
            throw new TemplateFault($"the format ':{text}' is not supported for a '{TypeName.Of(value)}'");
        return spec.OfNumber(Numbers.IntegerOf(value) is { } integer ? integer : value, rendering);

        int? Number(string group)
        {
            if (!match.Groups[group].Success) return null;
            return int.TryParse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new TemplateFault("the format has a width that is too large");
        }
    }

    [GeneratedRegex(@"^(?<name>\w*)(?<path>\.\w+|\[[^\]]+\])*(!(?<conversion>[rs]))?(:(?<spec>[^{}]*))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex FieldPattern();

    [GeneratedRegex(@"^((?<fill>[^{}])?(?<align>[<>^]))?(?<sign>[-+ ])?(?<prefix>#)?(?<zero>0)?(?<width>\d+)?(?<grouping>[,_])?(\.(?<precision>\d+))?(?<kind>[sdfFxXob%])?$", RegexOptions.ExplicitCapture)]
    private static partial Regex SpecPattern();
}
