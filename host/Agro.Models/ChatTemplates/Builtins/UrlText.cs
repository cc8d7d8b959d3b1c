using System.Globalization;
using System.Text;
using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>Text as URLs hold it.</summary>
internal static class UrlText
{
    /// <summary>What <c>urlencode</c> does: texts are quoted, dictionaries and pairs become a query.</summary>
    public static string Of(object? value, Arguments arguments, Rendering rendering)
    {
        arguments.Bind("urlencode", 0);
        if (value is string or SafeText || Iteration.TryOf(value) is null) return Quoted(Text.Of(value, rendering), isQuery: false, rendering);
        var pairs = value is MappingValue mapping ? new MappingView(mapping, MappingViewKind.Items) : value;
        var parts = new List<string>();
        foreach (var pair in Iteration.Of(pairs, rendering))
        {
            if (pair is not SequenceValue { Count: 2 } both) throw new TemplateFault("urlencode takes a text, a dictionary or pairs");
            parts.Add(Quoted(Text.Of(both[0], rendering), true, rendering) + "=" + Quoted(Text.Of(both[1], rendering), true, rendering));
        }

        return string.Join('&', parts);
    }

    private static string Quoted(string text, bool isQuery, Rendering rendering)
    {
        var output = new TextOutput(rendering);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            var character = (char)value;
            if (char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-' or '~' || (character == '/' && !isQuery)) output.Append(character);
            else if (character == ' ' && isQuery) output.Append('+');
            else output.Append(string.Create(CultureInfo.InvariantCulture, $"%{value:X2}"));
        }

        return output.ToString();
    }
}
