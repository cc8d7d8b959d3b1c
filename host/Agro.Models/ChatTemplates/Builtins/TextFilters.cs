using System.Numerics;
using System.Text;
using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>Filters that make texts of values.</summary>
internal static class TextFilters
{
    public static readonly Dictionary<string, Filter> All = new(StringComparer.Ordinal)
    {
        ["string"] = (value, arguments, rendering) => value is SafeText ? value : Only(value, arguments, "string", rendering),
        ["upper"] = (value, arguments, rendering) => Casing.Upper(Only(value, arguments, "upper", rendering)),
        ["lower"] = (value, arguments, rendering) => Casing.Lower(Only(value, arguments, "lower", rendering)),
        ["title"] = (value, arguments, rendering) => Title(Only(value, arguments, "title", rendering)),
        ["capitalize"] = (value, arguments, rendering) => Casing.Capitalize(Only(value, arguments, "capitalize", rendering)),
        ["trim"] = (value, arguments, rendering) =>
            Trimming.Strip(Of(value, rendering), arguments.Bind("trim", 0, "chars").TextOrNull(0), true, true),
        ["replace"] = Replace,
        ["center"] = (value, arguments, rendering) =>
            Padding.Of("center", Of(value, rendering), new([arguments.Bind("center", 0, "width").Integer(0, 80)], []), rendering),
        ["indent"] = Indent,
        ["truncate"] = Truncate,
        ["wordcount"] = (value, arguments, rendering) => WordCount(Only(value, arguments, "wordcount", rendering)),
        ["format"] = Format,
        ["tojson"] = JsonText.Filter,
        ["safe"] = (value, arguments, rendering) => new SafeText(Only(value, arguments, "safe", rendering)),
        ["escape"] = (value, arguments, rendering) => value is SafeText ? value : HtmlText.Escape(Only(value, arguments, "escape", rendering), rendering),
        ["e"] = (value, arguments, rendering) => value is SafeText ? value : HtmlText.Escape(Only(value, arguments, "e", rendering), rendering),
        ["forceescape"] = (value, arguments, rendering) => HtmlText.Escape(Only(value, arguments, "forceescape", rendering), rendering),
        ["urlencode"] = (value, arguments, rendering) => UrlText.Of(value, arguments, rendering),
    };

    private static string Of(object? value, Rendering rendering)
    {
        var text = Text.Of(value, rendering);
        rendering.SpendText(text.Length);
        return text;
    }

    private static string Only(object? value, Arguments arguments, string name, Rendering rendering)
    {
        arguments.Bind(name, 0);
        return Of(value, rendering);
    }

    private static string Replace(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("replace", 2, "old", "new", "count");
        var most = bound[2] is null ? -1 : bound.Int32(2);
        return Searching.Replace(Of(value, rendering), Of(bound[0], rendering), Of(bound[1], rendering), most, rendering);
    }

    /// <summary>Words, which spaces, hyphens and opening brackets begin, get a capital letter.</summary>
    private static string Title(string text)
    {
        var result = new StringBuilder(text.Length);
        var start = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            if (i < text.Length && Separates(text[i]) == Separates(text[i - 1])) continue;
            result.Append(CapitalFirst(text[start..i]));
            start = i;
        }

        return result.ToString();

        static bool Separates(char character) => character is '-' or '(' or '{' or '[' or '<' || CodePoints.IsSpace(character);
        static string CapitalFirst(string part)
        {
            var length = CodePoints.LengthAt(part, 0);
            return Casing.Upper(part[..length]) + Casing.Lower(part[length..]);
        }
    }

    private static string Indent(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("indent", 0, "width", "first", "blank");
        if (value is not string text) throw value is UndefinedValue undefined ? undefined.Fault() : new TemplateFault($"indent takes a text, found a '{TypeName.Of(value)}'");
        var indent = bound[0] is string given ? given : Spaces(bound.Integer(0, 4), rendering);
        var (first, blank) = (Truth.Of(bound[1]), Truth.Of(bound[2]));
        var output = new TextOutput(rendering);
        var isFirst = true;
        foreach (var line in Splitting.Lines(text + "\n"))
        {
            if (!isFirst) output.Append('\n');
            if (isFirst ? first : blank || line.Length > 0) output.Append(indent);
            output.Append(line);
            isFirst = false;
        }

        return output.ToString();
    }

    private static string Spaces(BigInteger count, Rendering rendering)
    {
        rendering.SpendText((long)BigInteger.Clamp(count, 0, long.MaxValue / 2));
        return new string(' ', Math.Max(0, (int)count));
    }

    private static object Truncate(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("truncate", 0, "length", "killwords", "end", "leeway");
        if (value is not string text) throw value is UndefinedValue undefined ? undefined.Fault() : new TemplateFault($"truncate takes a text, found a '{TypeName.Of(value)}'");
        var (length, end, leeway) = (bound.Integer(0, 255), bound.Text(2, "..."), bound[3] is null ? 5 : bound.Integer(3));
        if (length < CodePoints.Count(end) || leeway.Sign < 0)
            throw new TemplateFault("truncate: 'length' must be at least that of 'end', and 'leeway' at least 0");
        if (CodePoints.Count(text) <= length + leeway) return text;
        var kept = Slicing.OfText(text, 0, 1, (int)length - CodePoints.Count(end));
        var space = Truth.Of(bound[1]) ? -1 : kept.LastIndexOf(' ');
        return (space < 0 ? kept : kept[..space]) + end;
    }

    private static object WordCount(string text)
    {
        var (words, inWord) = (0, false);
        for (var i = 0; i < text.Length; i += CodePoints.LengthAt(text, i))
        {
            var isWord = text[i] == '_' || TextMethods.IsAlphanumeric(text, i);
            if (isWord && !inWord) words++;
            inWord = isWord;
        }

        return (BigInteger)words;
    }

    private static string Format(object? value, Arguments arguments, Rendering rendering)
    {
        if (arguments.Named.Count == 0) return PercentFormat.Apply(Of(value, rendering), new TupleValue(arguments.Positional), rendering);
        if (arguments.Positional.Count > 0) throw new TemplateFault("format takes values with names or without, not both");
        var named = new MappingValue();
        foreach (var (name, item) in arguments.Named) named.Set(name, item);
        return PercentFormat.Apply(Of(value, rendering), named, rendering);
    }
}
